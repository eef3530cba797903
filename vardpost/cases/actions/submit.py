"""Skicka ärendet: from draft to case, once, with everything it was sent under."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.cases.actions import flags, route
from vardpost.cases.actions.change import PREVIEW
from vardpost.cases.actions.draft import ONLY_ONESELF
from vardpost.cases.actions.route import Routed
from vardpost.cases.promise import Opening
from vardpost.cases.queries.flags import in_answers
from vardpost.cases.queries.intake import STANDING, told
from vardpost.cases.states import Event, State, move
from vardpost.casetypes.actions.shown import keep_shown
from vardpost.casetypes.audience import Hindrance, hindrance
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.messages import error_texts
from vardpost.casetypes.parse import ParsedAnswers, parse_answers
from vardpost.casetypes.queries import Filled, filled_terms, version
from vardpost.casetypes.queries.handed import MAY_USE
from vardpost.casetypes.queries.offers import TERMS_IN_FORCE
from vardpost.casetypes.summary import summary
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, NotFound, Stale, TooMany, WrongState
from vardpost.kernel.ids import new_id, stable_key
from vardpost.kernel.tenancy import Thing
from vardpost.live.actions import tell
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.redflags.match import Hit
from vardpost.redflags.queries import LISTS
from vardpost.routing.queries.rules import FOR
from vardpost.units.catchment import Row, Someone, why_not
from vardpost.units.queries import CATCHMENT, HOURS

_RULES = FOR.format(
    unit="d.unit_id", resident="coalesce(d.resident_id, d.person_id)", case_type="d.case_type"
)
_HANDED = MAY_USE.format(o="o", person="coalesce(d.resident_id, d.person_id)")
_READY = (
    "select d.sent_case_id, d.unit_id, d.case_type, d.type_version_id, d.resident_id, "
    "d.data::text, d.urgent_checked, u.region_id, "
    f"{HOURS}, u.closed_on_eves, {LISTS}, u.live and coalesce(o.active, false), "
    f"coalesce({_HANDED}, false), {CATCHMENT}, "
    f"{STANDING}, "
    "t.id, t.content_hash, o.first_days, o.final_days, p.number, "
    "p.given_name || ' ' || p.family_name, p.birth_date, p.sex, p.municipality_code, "
    "p.region_code, p.protected, "
    "(select count(*) from (select 1 from care_case c where c.sent_by_id = %s "
    "and c.submitted_at > %s limit 1000) x), u.slug, u.name, u.hsa_id, "
    "coalesce(g.patient_board, ''), "
    f"{_RULES} "
    "from case_draft d join care_unit u on u.id = d.unit_id join region g on g.code = u.region_id "
    "join case_type_version v on v.id = d.type_version_id "
    "left join unit_case_type o on o.unit_id = d.unit_id and o.case_type_id = v.case_type_id "
    f"left join terms_text t on t.id = (select {TERMS_IN_FORCE} from unit_case_type u "
    "where u.id = o.id) "
    "left join person p on p.id = coalesce(d.resident_id, d.person_id) "
    "where d.id = %s and d.person_id = %s and d.case_id is null for update of d"
)
#: One sending of a person at a time, taken in a statement before the count so that the count sees
#: what the one before has sent.
_ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended(%s, 0))"
_LANGS = ("sv", "en")
#: A free text of fewer characters says too little by itself.
_TELLING = 20


@dataclass(frozen=True, slots=True)
class _Ready:
    """The locked draft with everything that sending asks about."""

    sent_case_id: UUID | None
    unit_id: UUID
    case_type: str
    version_id: UUID
    resident_id: UUID | None
    data: str
    urgent_checked: bool
    region_id: str
    hours: str | None
    closed_on_eves: bool
    flag_lists: list[UUID]
    offered: bool
    #: Open to all, or handed out to the very person it is about.
    handed: bool
    catchment: str | None
    stops: str | None
    limit: str | None
    busy: bool | None
    terms_id: UUID | None
    terms_hash: str | None
    first_days: int | None
    final_days: int | None
    number: str | None
    name: str
    birth_date: date
    sex: str
    municipality: str
    region: str
    protected: bool
    sent_lately: int
    unit_slug: str
    unit_name: str
    unit_hsa_id: str
    patient_board: str
    rules: str | None


def submit_case(
    *, actor: Actor, draft_id: UUID, terms_id: UUID | None, accepted: bool, shown: str = ""
) -> UUID:
    """Send the draft and return the case; a second sending returns the same case.

    `terms_id` is the terms text that the page showed and `shown` the hash of it as it was shown;
    without that hash it is the text in the actor's language, as it reads now. The promise is
    computed now, in the unit's opening hours, and stored.

    Raises `NotFound` for a draft that is not the actor's, `Denied` for someone the actor may not
    write for, `BadInput` (with the fact `step`) for answers to mend, `Stale` when the terms have
    changed since they were shown, `WrongState` when the unit does not offer the type any more, not
    to this person, or takes no new cases now, `TooMany` above the limit of cases per hour.
    """
    now = clock.now()
    today = now.astimezone(clock.STOCKHOLM).date()
    db.fetch_one(_ONE_AT_A_TIME, [f"submit:{actor.person_id}"])
    row = db.fetch_one(
        _READY,
        [
            *(today, actor.person_id, now - timedelta(hours=1), today, now, now, now, now),
            *(draft_id, actor.person_id),
        ],
    )
    if row is None:
        raise NotFound(f"draft {draft_id}")
    ready = _Ready(*row)
    if ready.sent_case_id is not None:
        return ready.sent_case_id
    resident_id = ready.resident_id or actor.person_id
    require(actor, Permission.CASE_SUBMIT, Thing(ready.region_id, ready.unit_id, resident_id))
    form = version(ready.version_id).definition
    intake = told(today, ready.stops, ready.limit, ready.busy)
    if intake.stopped(ready.case_type) is not None:
        raise WrongState("no new cases now", hinder="intake_stopped")
    _check_offer(actor, ready, form, now)
    parsed = _answers(actor, ready, form, now)
    terms = _terms(actor, ready, terms_id, shown, accepted=accepted, extra=intake.extra_days)
    if ready.sent_lately >= settings.CASES_PER_HOUR:
        raise TooMany(f"{ready.sent_lately} cases in the last hour")
    if resident_id is None:
        raise NotFound
    state = move(State.DRAFT, Event.SUBMIT)
    case_id = new_id()
    hits = in_answers(ready.flag_lists, form, parsed, ready.birth_date, today)
    given = route.routed(
        ready.rules,
        unit_id=ready.unit_id,
        region_id=ready.region_id,
        resident_id=resident_id,
        case_type=form.key,
        answers=parsed.values,
        today=today,
    )
    _insert_case(actor, ready, form, case_id, given, parsed, now, intake.extra_days, hits, terms)
    key = stable_key("submit", draft_id)
    _insert_thread(actor, ready, case_id, draft_id, key, state, parsed.values, now, hits, given)
    _tell(actor, ready, case_id, key, state, resident_id, hits, given, terms)
    return case_id


def _check_offer(actor: Actor, ready: _Ready, form: FormDefinition, now: datetime) -> None:
    if not ready.offered:
        raise WrongState("not offered", hinder="not_offered")
    if not ready.handed:
        raise WrongState("not handed out", hinder="not_offered", why="held_back")
    today = now.astimezone(clock.STOCKHOLM).date()
    own = ready.resident_id in {None, actor.person_id}
    hindered = hindrance(form, own=own, born=ready.birth_date, today=today)
    if hindered is Hindrance.PROXY:
        raise BadInput({"resident": _(ONLY_ONESELF)}, step="vem")
    if hindered is not None:
        raise WrongState(f"type: {hindered}", hinder="not_offered", why=hindered.value)
    if form.needs_patient_board and not ready.patient_board:
        raise WrongState("no patients' advisory board", hinder="not_offered")
    rows = [Row(*one) for one in json.loads(ready.catchment or "[]")]
    someone = Someone(
        ready.birth_date,
        ready.sex,
        ready.municipality,
        ready.region,
        ready.protected,
        ready.resident_id or actor.person_id,
    )
    why = why_not(rows, someone, today)
    if why is not None:
        raise WrongState(f"catchment: {why}", hinder="not_offered", why=why.value)


def _answers(actor: Actor, ready: _Ready, form: FormDefinition, now: datetime) -> ParsedAnswers:
    if form.symptom and not ready.urgent_checked:
        raise BadInput({"urgent": "Svara på frågan först"}, step="bradskande")
    raw = json.loads(ready.data).get("raw", {})
    parsed = parse_answers(form, raw, today=now.astimezone(clock.STOCKHOLM).date())
    if not parsed.ok:
        first = next(iter(parsed.errors)).split("-")[0]
        step = next((one.step for one in form.fields if one.key == first), "beskriv")
        raise BadInput(error_texts(form, parsed.errors, actor.locale), step=step)
    return parsed


def _terms(
    actor: Actor, ready: _Ready, terms_id: UUID | None, shown: str, *, accepted: bool, extra: int
) -> Filled:
    """Return the terms that are accepted, in the language and the words that were shown."""
    if terms_id is not None and terms_id != ready.terms_id:
        raise Stale("terms", what="terms")
    if not accepted or terms_id is None:
        raise BadInput({"terms": "Godkänn villkoren för att kunna skicka"}, step="granska")
    days = (ready.first_days or 0) + extra
    for lang in (actor.locale, *(one for one in _LANGS if one != actor.locale)):
        filled = filled_terms(terms_id, ready.unit_id, lang, lambda: days)
        if shown in {"", filled.hash}:
            return filled
    raise Stale("the terms read otherwise now", what="terms")


def preview(form: FormDefinition, values: Mapping[str, Any]) -> str:
    """Return the first words of what the resident wrote: the longest free text of the form.

    Where nothing was written at length, the names in its rows, or else every answer in short.
    """
    texts = [
        " ".join(str(values[field.key]).split())
        for field in form.fields
        if field.type in {"longtext", "text"} and values.get(field.key)
    ]
    longest = max(texts, key=len, default="")
    if len(longest) < _TELLING:
        glance = {field.key for field in form.fields if field.type not in {"bool", "phone", "rows"}}
        names = [
            str(row.get(field.fields[0].key, ""))
            for field in form.fields
            if field.type == "rows"
            for row in values.get(field.key) or ()
        ]
        short = [line.text for line in summary(form, values, "sv") if line.name in glance]
        longest = ", ".join(filter(None, names)) or " · ".join(short) or longest
    return " ".join(longest.split())[:PREVIEW]


def _insert_case(
    actor: Actor,
    ready: _Ready,
    form: FormDefinition,
    case_id: UUID,
    given: Routed,
    parsed: ParsedAnswers,
    now: datetime,
    extra_days: int,
    hits: Sequence[Hit],
    terms: Filled,
) -> None:
    opening = Opening(ready.hours, ready.closed_on_eves)
    first = (ready.first_days or form.promise.first_days) + extra_days
    final = (ready.final_days or form.promise.final_days) + extra_days
    own = ready.resident_id in {None, actor.person_id}
    columns: dict[str, Any] = {
        "id": case_id,
        "region_id": ready.region_id,
        "unit_id": ready.unit_id,
        "resident_id": ready.resident_id or actor.person_id,
        "resident_name": ready.name,
        "resident_number": ready.number or "",
        "resident_birth": ready.birth_date,
        "resident_protected": ready.protected,
        "sent_by_id": actor.person_id,
        "sent_by_name": actor.name,
        "capacity": "self" if own else "guardian",
        "case_type": form.key,
        "type_version_id": ready.version_id,
        "type_name_sv": form.title.sv,
        "type_name_en": form.title.en,
        "terms_id": ready.terms_id,
        "terms_hash": ready.terms_hash,
        "terms_lang": terms.lang,
        "terms_shown": keep_shown(terms),
        "terms_accepted_at": now,
        "state": given.to.value,
        "version": 1,
        "assignee_name": "",
        "submitted_at": now,
        "updated_at": now,
        "first_due": opening.due(now, first),
        "final_due": opening.due(now, final),
        "final_days": final,
        "unread": True,
        "raised": flags.raised(hits),
        "message_count": 1,
        "last_kind": "submission",
        "preview": preview(form, parsed.values),
        **given.columns,
    }
    year = now.astimezone(clock.STOCKHOLM).year
    db.execute(
        f"insert into care_case (number, {', '.join(columns)}) "
        "select %s || lpad(n::text, greatest(5, length(n::text)), '0'), "
        f"{', '.join(['%s'] * len(columns))} from nextval('case_number') n",
        [f"{year}-", *columns.values()],
    )


def _insert_thread(
    actor: Actor,
    ready: _Ready,
    case_id: UUID,
    draft_id: UUID,
    key: UUID,
    state: State,
    values: Mapping[str, Any],
    now: datetime,
    hits: Sequence[Hit],
    given: Routed,
) -> None:
    """Write the first message, lines of history and red flags; the draft is sent, and emptied."""
    # The history is read in the order of its ids: sent first, then given.
    first, second = sorted((new_id(), new_id()))
    rule, rule_params = route.line(given, second, case_id, draft_id, now)
    raised, raised_params = flags.rows(case_id, hits, now) if hits else ("", [])
    own = ready.resident_id in {None, actor.person_id}
    role, capacity = ("resident", "self") if own else ("guardian", "guardian")
    db.execute(
        "with m as (insert into case_message (id, case_id, kind, author_id, author_name, "
        "author_title, author_role, capacity, body, answers, created_at) "
        "values (%s, %s, 'submission', %s, %s, '', %s, %s, '', %s, %s)), "
        "h as (insert into case_history (id, case_id, key, at, version, event, from_state, "
        "to_state, actor_id, actor_name, actor_role, assignee_name, reason) "
        f"values (%s, %s, %s, %s, 1, %s, %s, %s, %s, %s, %s, '', '')){rule}"
        f"{raised and ', '}{raised} "
        "update case_draft set sent_at = %s, sent_case_id = %s, data = '{}' where id = %s",
        [
            *(new_id(), case_id, actor.person_id, actor.name, role, capacity),
            *(db.json(dict(values)), now),
            *(first, case_id, key, now, Event.SUBMIT.value, State.DRAFT.value, state.value),
            *(actor.person_id, actor.name, role),
            *rule_params,
            *raised_params,
            *(now, case_id, draft_id),
        ],
    )


def _tell(
    actor: Actor,
    ready: _Ready,
    case_id: UUID,
    key: UUID,
    state: State,
    resident_id: UUID,
    hits: Sequence[Hit],
    given: Routed,
    terms: Filled,
) -> None:
    route.tell_staff(actor, given, event_key=key, region_id=ready.region_id, unit_id=ready.unit_id)
    unit = UnitRef(
        ready.unit_id, ready.unit_slug, ready.unit_name, ready.unit_hsa_id, ready.region_id
    )
    own = resident_id == actor.person_id
    record(
        actor,
        Entry(
            event=AuditEvent.CASE_SUBMITTED,
            object_type="case",
            object_id=case_id,
            resident_ids=(resident_id,),
            relation="self" if own else "guardian",
            acting_as="" if own else "guardian",
            state=state.value,
            unit=unit,
            region_id=ready.region_id,
            detail={
                "form_version": str(ready.version_id),
                "terms": str(ready.terms_id),
                "terms_hash": ready.terms_hash,
                "terms_shown": terms.hash,
                **({"flags": flags.named(hits)} if hits else {}),
            },
        ),
        *route.entries(given, case_id, resident_id, unit),
    )
    tell(
        actor,
        what=Event.SUBMIT.value,
        unit_id=ready.unit_id,
        case_id=case_id,
        resident_id=resident_id,
        assignees=(given.person_id,) if given.person_id else (),
    )
