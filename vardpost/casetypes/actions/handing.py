"""Utlämnade ärendetyper: to whom a unit hands out a case type that it holds back (domain 5).

A hand-out is a row that is never changed but for how it ended: another last day is a new row in
place of the old. So the id of what a page showed says which version the page was drawn from.

The unit's history tells how many residents, not who and not why: it is read by offices above the
unit, and that somebody has been handed a case type can say something of her health.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.utils.translation import ngettext

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.decided import Given
from vardpost.casetypes.queries import handed
from vardpost.casetypes.queries.handed import HandedOut
from vardpost.casetypes.queries.offers import IN_FORCE
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.queries import settings as standing
from vardpost.units.settings import Kind, Line, Values


def hand_out(
    *,
    actor: Actor,
    unit_id: UUID,
    case_type_id: UUID,
    seen: Mapping[UUID, UUID | None],
    given: Given,
) -> int:
    """Hand out a case type to residents, all of them or none; return to how many that is news.

    `seen` tells for each resident which hand-out the page showed, None where it showed none. Who
    has one already gets the new days in its place.

    Raises `NotFound` for a type that the unit does not have, `Denied` for oneself and one's own
    children, `BadInput` without a reason or for odd days, `Moved` when a colleague was faster.
    """
    title = _hold(actor, unit_id, case_type_id)
    region_id = unit_of(unit_id).region_id
    for person_id in seen:
        require(actor, Permission.RESIDENT_APPROVE, Thing(region_id, unit_id, person_id))
    _check(given)
    before = handed.standing(unit_id, case_type_id, list(seen))
    new = [person for person in seen if not _same(actor, before.get(person), given)]
    _refuse_moved(unit_id, case_type_id, {person: seen[person] for person in new}, before)
    if not new:  # a double click, a lost answer
        return 0
    _end(actor, [before[person].id for person in new if person in before], "changed")
    _insert(actor, unit_id, case_type_id, new, given)
    until = given.until.isoformat() if given.until else None
    told = {
        "title": title,
        "handed_out": len(new),
        "from": given.starts.isoformat(),
        "until": until,
    }
    _tell(actor, unit_id, case_type_id, HANDED_OUT, told, new)
    return len(new)


def take_back(*, actor: Actor, unit_id: UUID, case_type_id: UUID, ids: Collection[UUID]) -> int:
    """Take back some hand-outs from now on, all or none; return how many had not ended already.

    Cases that have been sent go on, and drafts keep every word. Raises `NotFound` for what is not
    the unit's, `BadInput` when nothing is chosen, `Moved` when a colleague gave one other days.
    """
    title = _hold(actor, unit_id, case_type_id)
    wanted = set(ids)
    if not wanted:
        raise BadInput({"bort": _("Välj minst en invånare")})
    rows = handed.those(unit_id, case_type_id, list(wanted))
    if len(rows) != len(wanted):
        raise NotFound("hand-out")
    changed = [one for one in rows if one.ended_why == "changed"]
    if changed:
        raise Moved(0, [_earlier(one) for one in changed])
    running = [one for one in rows if one.ended_at is None]
    if running:
        _end(actor, [one.id for one in running], "withdrawn")
        people = [one.person_id for one in running]
        told = {"title": title, "taken_back": len(people)}
        _tell(actor, unit_id, case_type_id, TAKEN_BACK, told, people)
    return len(running)


def list_handed_out(
    *, actor: Actor, unit_id: UUID, case_type_id: UUID, ended: bool, after: UUID | None
) -> tuple[list[HandedOut], bool]:
    """Return a page of a type's hand-outs as `queries.handed`, audited. Raises `Denied`."""
    unit = unit_of(unit_id)
    require(actor, Permission.RESIDENT_APPROVE, Thing(unit.region_id, unit_id))
    found, more = handed.handed_out(unit_id, case_type_id, ended=ended, after=after)
    record(
        actor,
        Entry(
            event=AuditEvent.CASE_TYPE_GRANTS_LISTED,
            object_type="case_type",
            object_id=case_type_id,
            resident_ids=tuple(dict.fromkeys(one.person_id for one in found)),
            purpose="administration",
            unit=unit,
            detail={"ended": ended, "rows": len(found)},
        ),
    )
    return found, more


def _hold(actor: Actor, unit_id: UUID, case_type_id: UUID) -> str:
    """Lock the unit's offer of a type, so that one person at a time hands it out; its title."""
    unit = unit_of(unit_id)
    require(actor, Permission.RESIDENT_APPROVE, Thing(unit.region_id, unit_id))
    now = clock.now()
    row = db.fetch_one(
        "select v.definition->'title'->>'sv' from unit_case_type u "
        f"join case_type_version v on v.id = {IN_FORCE} "
        "where u.unit_id = %s and u.case_type_id = %s for no key update of u",
        [now, now, unit_id, case_type_id],
    )
    if row is None:
        raise NotFound(f"offer of {case_type_id}")
    title: str = row[0]
    return title


def _check(given: Given) -> None:
    wrong = {}
    if not given.reason:
        wrong["reason"] = _("Skriv varför")
    if given.starts < clock.today():
        wrong["starts"] = _("Välj en dag som inte har passerat")
    elif given.until is not None and given.until < given.starts:
        wrong["until"] = _("Sista dagen kan inte ligga före den första")
    if wrong:
        raise BadInput(wrong)


def _same(actor: Actor, one: HandedOut | None, given: Given) -> bool:
    """Whether somebody has exactly this already: nothing is to be done, whoever did it."""
    if one is None:
        return False
    begun = one.starts == given.starts or max(one.starts, given.starts) <= clock.today()
    return begun and (one.until, one.reason) == (given.until, given.reason)


def _refuse_moved(
    unit_id: UUID,
    case_type_id: UUID,
    seen: Mapping[UUID, UUID | None],
    before: Mapping[UUID, HandedOut],
) -> None:
    """Refuse when what a resident has is not what the page showed."""
    moved = [
        person
        for person, shown in seen.items()
        if (before[person].id if person in before else None) != shown
    ]
    if not moved:
        return
    gone = [shown for person in moved if (shown := seen[person]) and person not in before]
    ended = handed.those(unit_id, case_type_id, gone) if gone else []
    raise Moved(0, [_earlier(one) for one in [*(before[p] for p in moved if p in before), *ended]])


def _earlier(one: HandedOut) -> Earlier:
    if one.ended_at is not None:
        line = (_("Utlämnad"), _("Ja"), _("Nej"))
        return Earlier(one.ended_by, one.ended_at, (line,))
    lines = (
        (_("Till och med"), "", one.until.isoformat() if one.until else _("tills vidare")),
        (_("Skäl"), "", one.reason),
    )
    return Earlier(one.by, one.at, lines)


def _end(actor: Actor, ids: Sequence[UUID], why: str) -> None:
    """End hand-outs now; one whose last day has passed has ended by itself."""
    if ids:
        db.execute(
            "update case_type_grant set ended_at = %s, ended_by_id = %s, ended_by_name = %s, "
            "ended_why = case when until < %s then 'ran_out' else %s end "
            "where id = any(%s) and ended_at is null",
            [clock.now(), actor.person_id, actor.name[:160], clock.today(), why, list(ids)],
        )


def _insert(
    actor: Actor, unit_id: UUID, case_type_id: UUID, people: Sequence[UUID], given: Given
) -> None:
    """Write the rows; the list shows the newest id first, so the people get falling ones."""
    ids = sorted((new_id() for _person in people), reverse=True)
    db.execute(
        "insert into case_type_grant (id, unit_id, case_type_id, person_id, reason, starts_on, "
        "until, granted_at, granted_by_id, granted_by_name) "
        "select x.id, %s, %s, x.person, %s, %s, %s, %s, %s, %s "
        "from unnest(%s::uuid[], %s::uuid[]) as x (id, person)",
        [
            *(unit_id, case_type_id, given.reason, given.starts, given.until, clock.now()),
            *(actor.person_id, actor.name[:160], ids, list(people)),
        ],
    )


def _tell(
    actor: Actor,
    unit_id: UUID,
    case_type_id: UUID,
    kind: Kind,
    told: Values,
    people: Sequence[UUID],
) -> None:
    """Leave the line of the history and the ledger's row; the offer is locked, so none is first."""
    version = standing.version(unit_id, kind.key, case_type_id)
    held = begin(actor, kind, unit_id=unit_id, object_id=case_type_id, version=version, new=told)
    if held is not None:
        note(held, old={}, new=told, resident_ids=tuple(people))


def _words(values: Values) -> list[Line]:
    def residents(name: str) -> str:
        count = int(values.get(name, 0))
        words = ngettext("{n} invånare", "{n} invånare", count).replace("{n}", str(count))
        return words if count else ""

    last = str(values.get("until") or _("tills vidare")) if "handed_out" in values else ""
    return [
        (_("Ärendetyp"), str(values["title"])),
        (_("Lämnades ut till"), residents("handed_out")),
        (_("Från och med"), str(values.get("from", ""))),
        (_("Till och med"), last),
        (_("Togs tillbaka från"), residents("taken_back")),
    ]


#: Not put back by *Återställ*: the history tells no names, so nobody could know whom it is about.
HANDED_OUT = Kind(
    "casetypes:grant",
    later("Utlämnad ärendetyp"),
    Permission.RESIDENT_APPROVE,
    AuditEvent.CASE_TYPE_HANDED_OUT,
    "arendetyper",
    _words,
)
TAKEN_BACK = replace(HANDED_OUT, event=AuditEvent.CASE_TYPE_TAKEN_BACK)
