"""What a resident can send in place of a draft that cannot be sent any more."""

from vardpost.cases.queries.drafts import CaseDraft
from vardpost.casetypes.audience import hindrance
from vardpost.casetypes.carry import room_of
from vardpost.casetypes.queries import Offer, offered, version
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor, ResidentRef


def about(actor: Actor, draft: CaseDraft) -> ResidentRef | None:
    """Return whom a draft is about; the writer when it is nobody whom she writes for any more."""
    wanted = (draft.resident_id, actor.person_id)
    found = {one.id: one for one in actor.residents}
    return next((found[one] for one in wanted if one in found), None)


def other_types(actor: Actor, draft: CaseDraft) -> list[Offer]:
    """Return what the unit offers whom a draft is about, and that has room for its words."""
    person = about(actor, draft)
    if person is None:
        return []
    offers = offered(draft.unit_id, [person.id])
    return [one for one in offers if one.key != draft.case_type and _takes(one, person)]


def _takes(offer: Offer, person: ResidentRef) -> bool:
    form = version(offer.version_id).definition
    today = clock.today()
    own = person.capacity == "self"
    hindered = hindrance(form, own=own, born=person.birth_date, today=today)
    return hindered is None and room_of(form) is not None
