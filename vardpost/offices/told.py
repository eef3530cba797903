"""What a unit's first page tells its administrator of messages from the region."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.kernel.actor import Actor
from vardpost.offices.queries.messages import unread
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.waits import Waits


def unread_messages(actor: Actor) -> Sequence[Waits]:
    """Return that there are messages from the region to read, if there are."""
    if actor.unit is None or actor.person_id is None or not can(actor, Permission.SETTINGS_READ):
        return []
    number = unread(actor.person_id)
    if not number:
        return []
    words = ngettext("Regionen har skrivit till dig.", "Regionen har skrivit {n} gånger.", number)
    href = f"/m/{actor.unit.slug}/admin/meddelanden"
    return [Waits(words.replace("{n}", str(number)), href, _("Läs"))]
