"""Applying for a new region administrator, and opening one on a region's written order."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.offices.actions.change import again, happened, hold, tell_nation
from vardpost.offices.queries import (
    administers,
    administrators,
    application,
    found_person,
    has_open,
    in_office,
)
from vardpost.offices.states import FIRST, Event, move
from vardpost.offices.values import Application, ApplicationData
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.once import refuse_other
from vardpost.units.queries.region import region_name

#: An order older than this is asked for anew.
_ORDER_LASTS = timedelta(days=180)
_AHEAD = timedelta(days=365)
_SAID = (
    "candidate_id = %s, candidate_name = %s, hsa_id = %s, email = %s, phone = %s, "
    "employment = %s, reason = %s, starts_on = %s, replaces_id = %s, replaces_name = %s, "
    "training_plan = %s, handed_over = %s"
)


def apply(*, actor: Actor, region_id: str, application_id: UUID, data: ApplicationData) -> None:
    """Apply for a new administrator of one's own region; `application_id` is the form's own.

    The same press twice is one application. Raises `Denied`, and `BadInput` by field for what
    domain 7.4 asks for and is not so.
    """
    require(actor, Permission.REGION_ADMIN_APPLY, Thing(region_id=region_id))
    _make(actor, region_id, application_id, data, Event.SUBMIT)


def order(*, actor: Actor, region_id: str, application_id: UUID, data: ApplicationData) -> None:
    """Open an application for a region without administrators, on its management's written order.

    Another person at the national office decides. Raises as `apply`, and `BadInput` for a region
    that has somebody who could apply.
    """
    region_name(region_id)
    require(actor, Permission.REGION_ADMIN_APPROVE, Thing(region_id=region_id))
    _make(actor, region_id, application_id, data, Event.ORDER)


def answer(
    *,
    actor: Actor,
    region_id: str,
    application_id: UUID,
    version: int,
    data: ApplicationData,
    words: str,
) -> None:
    """Answer the national office's question, with the application as it is now.

    Raises `NotFound`, `Denied`, `WrongState`, `Moved` and `BadInput`.
    """
    require(actor, Permission.REGION_ADMIN_APPLY, Thing(region_id=region_id))
    found = hold(region_id, application_id)
    if again(actor, found, Event.ANSWER, version, words):
        return
    after = move(found.standing.state, Event.ANSWER)
    candidate, replaces = _check(actor, region_id, application_id, data, Event.ANSWER)
    db.execute(
        f"update office_application set {_SAID}, state = %s, version = version + 1 where id = %s",
        [*_said(candidate, data, replaces), after.value, application_id],
    )
    happened(
        actor,
        application_id=application_id,
        region_id=region_id,
        version=found.version + 1,
        event=Event.ANSWER,
        before=found.standing.state,
        after=after,
        words=words,
        more={"candidate": str(candidate)},
    )
    tell_nation(actor, region_id)


def _make(
    actor: Actor, region_id: str, application_id: UUID, data: ApplicationData, event: Event
) -> None:
    if _made(actor, region_id, application_id, data):
        return
    candidate, replaces = _check(actor, region_id, application_id, data, event)
    state, ordered = FIRST[event], event is Event.ORDER
    reviewer = (actor.person_id, actor.name) if ordered else (None, "")
    made = db.execute(
        "insert into office_application (id, region_id, kind, state, version, created_at, "
        "applicant_id, applicant_name, candidate_id, candidate_name, hsa_id, email, phone, "
        "employment, reason, starts_on, replaces_id, replaces_name, training_plan, handed_over, "
        "order_number, order_on, reviewer_id, reviewer_name, advised, decider_name, "
        "terms_version) values (%s, %s, %s, %s, 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, "
        "%s, %s, %s, %s, %s, %s, %s, %s, %s, '', '') on conflict do nothing",
        [
            *(application_id, region_id, "ordered" if ordered else "proposed", state.value),
            *(clock.now(), actor.person_id, actor.name),
            *_said(candidate, data, replaces),
            *(data.order_number, data.order_on, *reviewer, ordered),
        ],
    )
    if not made:  # somebody was faster, or the key is one of another region's
        if _made(actor, region_id, application_id, data):
            return
        if has_open(candidate, apart_from=application_id):
            raise BadInput({"hsa_id": _("Det finns redan en ansökan om den personen")})
        raise NotFound("application")
    happened(
        actor,
        application_id=application_id,
        region_id=region_id,
        version=1,
        event=event,
        before=None,
        after=state,
        more={"candidate": str(candidate)},
    )
    tell_nation(actor, region_id)


def _made(actor: Actor, region_id: str, application_id: UUID, data: ApplicationData) -> bool:
    """Whether the form has been sent before: its key is an application already.

    Raises `NotFound` for another's key, and `BadInput` for other words.
    """
    found: Application | None = application(region_id, application_id)
    if found is None:
        return False
    if found.standing.applicant_id != actor.person_id:
        raise NotFound("application")
    refuse_other(same=found.data == data)
    return True


def _said(candidate: UUID, data: ApplicationData, replaces: str) -> list[object]:
    return [
        *(candidate, data.candidate_name, data.hsa_id, data.email, data.phone, data.employment),
        *(data.reason, data.starts_on, data.replaces_id, replaces, data.training_plan),
        data.handed_over,
    ]


def _check(
    actor: Actor, region_id: str, application_id: UUID, data: ApplicationData, event: Event
) -> tuple[UUID, str]:
    """Return the candidate and the name of whom she replaces. Raises `BadInput` by field."""
    faults: dict[str, str] = {}
    candidate = _candidate(actor, region_id, application_id, data, faults)
    day = clock.today()
    # An answer may come after the day that was wished for; the role begins when it is accepted.
    passed = data.starts_on < day and event is not Event.ANSWER
    if passed or data.starts_on > day + _AHEAD:
        faults["starts_on"] = _("Välj en dag från och med i dag, högst ett år fram")
    names = {one.person_id: one.name for one in administrators(region_id)}
    replaces = ""
    if data.replaces_id is not None:
        replaces = names.get(data.replaces_id, "")
        if not replaces:
            faults["replaces"] = _("Välj någon i listan")
    if event is Event.ORDER:
        _check_order(region_id, data, faults)
    elif not data.handed_over:
        faults["handed_over"] = _("Intyga att överlämningen är gjord, eller vänta med ansökan")
    if candidate is None or faults:
        raise BadInput(faults)
    return candidate, replaces


def _candidate(
    actor: Actor,
    region_id: str,
    application_id: UUID,
    data: ApplicationData,
    faults: dict[str, str],
) -> UUID | None:
    found = found_person(region_id, data.hsa_id.upper())
    if found is None:
        faults["hsa_id"] = _("Regionens katalog har ingen med det HSA-id:t")
        return None
    person_id, active, name, _hsa_id = found
    if name.casefold() != data.candidate_name.casefold():
        faults["candidate_name"] = _(
            "Katalogen har ett annat namn på det HSA-id:t. Kontrollera båda"
        )
    if person_id is None or not active:
        faults["hsa_id"] = _(
            "Personen har inget aktivt konto för sin tjänstelegitimation. "
            "En administratör på en mottagning kan registrera det"
        )
        return None
    if person_id == actor.person_id:
        faults["hsa_id"] = _("Du kan inte ansöka för dig själv")
    elif administers(person_id) == region_id:
        faults["hsa_id"] = _("Personen är redan administratör i regionen")
    elif administers(person_id):
        faults["hsa_id"] = _("Personen är administratör i en annan region")
    elif has_open(person_id, apart_from=application_id):
        faults["hsa_id"] = _("Det finns redan en ansökan om den personen")
    elif person_id == data.replaces_id:
        faults["replaces"] = _("Personen kan inte ersätta sig själv")
    return person_id


def _check_order(region_id: str, data: ApplicationData, faults: dict[str, str]) -> None:
    if in_office(region_id):
        faults[""] = _("Regionen har administratörer. En av dem ansöker, så länge det finns någon")
    if not data.order_number:
        faults["order_number"] = _("Skriv beställningens diarienummer")
    if data.order_on is None:
        faults.setdefault("order_on", _("Skriv beställningens datum"))
    elif not clock.today() - _ORDER_LASTS <= data.order_on <= clock.today():
        faults["order_on"] = _("Beställningen ska vara högst ett halvår gammal")
