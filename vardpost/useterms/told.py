"""What the national office is told on its first page: somebody's proposal waits for a colleague."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vardpost.kernel.actor import Actor
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.waits import Waits
from vardpost.useterms.queries import proposal_waits


def proposed(actor: Actor) -> Sequence[Waits]:
    """Return that a version of the terms of use waits to be decided, if one does."""
    if actor.unit is not None or not can(actor, Permission.TERMS_OF_USE_EDIT):
        return []
    if not proposal_waits():
        return []
    words = _("Ett förslag till användarvillkor väntar på beslut.")
    return [Waits(words, "/n/anvandarvillkor", _("Gå igenom"))]
