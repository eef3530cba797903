"""She who has been approved accepts the terms of the role; then, and not before, she has it."""

from django.utils.translation import gettext as _

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.offices.actions.change import happened, hold, tell, tell_region
from vardpost.offices.queries import approved_for, national_office
from vardpost.offices.states import Event, State
from vardpost.offices.terms import VERSION


def accept_role(*, actor: Actor, accepted: bool, version: str) -> str:
    """Accept the terms and begin as a region's administrator; return the region.

    The grant is written by the database's own function, for nobody but the one who was approved,
    and never before the start date. Everybody who administers the region is told.

    Raises `NotFound` for whoever has nothing to accept, `WrongState` before the start date, and
    `BadInput` without the tick or for terms that have changed since the page was drawn.
    """
    waits = approved_for(actor.person_id) if actor.person_id and actor.is_staff else None
    if waits is None:
        raise NotFound("nothing to accept")
    found = hold(waits.region_id, waits.id)
    if found.data.starts_on > clock.today():
        raise WrongState("before the start date")
    if version != VERSION:
        raise BadInput({"accepted": _("Villkoren har ändrats. Läs dem igen innan du godkänner")})
    if not accepted:
        raise BadInput({"accepted": _("Kryssa i att du godkänner villkoren")})
    grant_id = new_id()
    begun = db.fetch_one("select office_begin(%s, %s, %s)", [found.id, grant_id, VERSION])
    if begun is None or not begun[0]:
        raise NotFound("nothing to accept")
    happened(
        actor,
        application_id=found.id,
        region_id=found.region_id,
        version=found.version + 1,
        event=Event.ACCEPT,
        before=found.standing.state,
        after=State.ACTIVE,
        more={"terms": VERSION, "role": "region_admin", "grant": str(grant_id)},
        audit=AuditEvent.OFFICE_ROLE_BEGUN,
    )
    tell_region(actor, found.region_id)
    tell(actor, found.region_id, "review", national_office())
    return found.region_id
