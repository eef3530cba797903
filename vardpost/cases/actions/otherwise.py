"""A draft of a type that cannot be sent any more goes on as another: nobody writes it all again."""

from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.cases.actions.draft import save_case_draft, start_case_draft
from vardpost.cases.actions.own_drafts import open_draft
from vardpost.cases.queries.otherwise import about, other_types
from vardpost.casetypes.carry import carried
from vardpost.casetypes.parse import parse_answers
from vardpost.casetypes.queries import version
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def carry_over(*, actor: Actor, draft_id: UUID, case_type: str) -> UUID:
    """Put what is written in a draft into a draft of another type at the same unit; return that.

    The old draft stays as it is. A draft of the other type that is begun keeps its own words, and
    gets these after them, once. Raises `NotFound` for a draft that is not the actor's, and
    `BadInput` for a type that cannot take it.
    """
    require(actor, Permission.CASE_SUBMIT)
    source = open_draft(actor=actor, draft_id=draft_id, hold=True)
    if source.sent_case_id is not None:
        return draft_id
    offer = next((one for one in other_types(actor, source) if one.key == case_type), None)
    person = about(actor, source)
    if offer is None or person is None:
        raise BadInput({"arendetyp": _("Välj vad du vill skicka i stället")})
    begun = start_case_draft(
        actor=actor,
        unit_id=source.unit_id,
        case_type=offer.key,
        version_id=offer.version_id,
        told=False,
    )
    target = open_draft(actor=actor, draft_id=begun, hold=True)
    today = clock.today()
    form = version(source.version_id).definition
    answers = parse_answers(form, source.raw, today=today)
    other = version(target.version_id).definition
    chosen = source.resident_id is not None and target.resident_id is None
    save_case_draft(
        actor=actor,
        draft_id=begun,
        raw=carried(form, answers, other, target.raw, actor.locale),
        resident_id=person.id if chosen else None,
    )
    return begun
