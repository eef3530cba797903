"""What the national office is told on its first page: somebody's proposal waits for a colleague."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from vardpost.kernel.actor import Actor
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.redflags.queries.drafts import proposal_waits
from vardpost.shell.waits import Waits


def proposed(actor: Actor) -> Sequence[Waits]:
    """Return that a version of the nation's list waits to be decided, if one does."""
    if actor.unit is not None or not can(actor, Permission.RED_FLAGS_NATION_EDIT):
        return []
    if not proposal_waits():
        return []
    return [Waits(_("Ett förslag till larmord väntar på beslut."), "/n/larmord", _("Gå igenom"))]
