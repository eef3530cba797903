"""What first pages tell: a unit's of messages from the region, an office's of administrators."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.kernel.actor import Actor
from vardpost.offices.queries import applications, waiting
from vardpost.offices.queries.due import how_many
from vardpost.offices.queries.messages import unread
from vardpost.offices.queries.units import troubles
from vardpost.offices.states import State
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.waits import Waits, counted


def unread_messages(actor: Actor) -> Sequence[Waits]:
    """Return that there are messages from the region to read, if there are."""
    if actor.unit is None or actor.person_id is None or not can(actor, Permission.SETTINGS_READ):
        return []
    number = unread(actor.person_id)
    words = ngettext("Regionen har skrivit till dig.", "Regionen har skrivit {n} gånger.", number)
    return counted(number, words, f"/m/{actor.unit.slug}/admin/meddelanden", _("Läs"))


def administrators(actor: Actor) -> Sequence[Waits]:
    """Return what a region's office has to do about administrators, the units' and its own."""
    region = actor.region_id
    if actor.unit is not None or not region or not can(actor, Permission.UNIT_ADMIN_APPOINT):
        return []
    base = f"/r/{region}/mottagningsadministratorer"
    unreached, nobody = troubles(region)
    words = ngettext(
        "{n} mottagning saknar administratör.", "{n} mottagningar saknar administratör.", nobody
    )
    told = counted(nobody, words, base, _("Utse"))
    words = ngettext(
        "{n} administratör går inte att nå.", "{n} administratörer går inte att nå.", unreached
    )
    told += counted(unreached, words, base, _("Se vilka"))
    due = how_many(region)
    words = ngettext("{n} administratör ska bekräftas.", "{n} administratörer ska bekräftas.", due)
    told += counted(due, words, f"{base}/bekrafta", _("Bekräfta"))
    if can(actor, Permission.REGION_ADMIN_APPLY):
        asked = sum(one.standing.state == State.NEEDS_INFO for one in applications(region))
        words = ngettext(
            "{n} ansökan behöver kompletteras.", "{n} ansökningar behöver kompletteras.", asked
        )
        told += counted(asked, words, f"/r/{region}/administratorer", _("Komplettera"))
    return told


def to_decide(actor: Actor) -> Sequence[Waits]:
    """Return how many applications wait for the national office."""
    if actor.unit is not None or not can(actor, Permission.REGION_ADMIN_APPROVE):
        return []
    number = sum(one.standing.state in (State.SUBMITTED, State.UNDER_REVIEW) for one in waiting())
    words = ngettext("{n} ansökan väntar på beslut.", "{n} ansökningar väntar på beslut.", number)
    return counted(number, words, "/n/administratorer", _("Gå igenom"))
