"""Reading in the staff directory: what differs is shown, then written, all of it or nothing.

A file is whole for the units it names (for a unit's own administrator: for that unit). Who was
assigned to such a unit and does not stand there is a leaver: without open work the permissions on
the unit end, with open work somebody has to say where it goes, and nothing ends until then.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput
from vardpost.kernel.tenancy import Thing
from vardpost.people.actions.grant_ends import end_all
from vardpost.people.actions.leaving import end_sessions, tell_revoked
from vardpost.people.departures import NOT_IN_DIRECTORY, open_work
from vardpost.people.directory import Fault, Row
from vardpost.people.directory_told import told
from vardpost.people.queries.directory import (
    Known,
    accounts_of,
    elsewhere,
    known,
    units_by_hsa,
)
from vardpost.people.queries.staff import standing, workplaces
from vardpost.people.system import as_system
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

#: Rows of one statement.
_PIECE = 500
#: So many leavers, and this share of those assigned, are a file that lacks half of itself.
_MANY, _SHARE = 5, 0.3
_COLUMNS = (
    *("number", "number_kind", "birth_date", "sex", "given_name", "family_name", "title"),
    *("email", "phone", "protected"),
)


@dataclass(frozen=True, slots=True)
class Gone:
    """A leaver of one unit; `work` is how much open work she has there."""

    key: str
    name: str
    unit: UnitRef
    person_id: UUID | None
    work: int


@dataclass(slots=True)
class Outcome:
    """What a file would change, or did."""

    new: list[Row] = field(default_factory=list)
    #: (person, which columns differ).
    changed: list[tuple[Row, list[str]]] = field(default_factory=list)
    same: int = 0
    gone: list[Gone] = field(default_factory=list)
    #: Leavers who keep their permissions for now, with the reason.
    waiting: list[tuple[Gone, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    too_many: bool = False


def bring_in(
    *,
    actor: Actor,
    region_id: str,
    rows: Sequence[Row],
    unit: UnitRef | None = None,
    write: bool = False,
    many: bool = False,
    progress: Callable[[int], None] = lambda _count: None,
) -> Outcome:
    """Compare rows with the directory of a region and, with `write`, make it so.

    `unit` is the one unit that the rows may name and that they are whole for; without it every unit
    they name. Nothing is written when there are faults, or when `many` is not said and so many
    would leave that the file is probably a part. Runs in the caller's transaction, as the system
    of the region: the directory is written by nobody else. Raises `Denied`.
    """
    place = Thing(region_id=region_id, unit_id=unit.id if unit else None)
    require(actor, Permission.DIRECTORY_IMPORT, place)
    with as_system(actor, "people.directory", region_id) as system:
        units = units_by_hsa(sorted({one for row in rows for one in row.units}))
        found = Outcome(faults=_strangers(rows, units, region_id, unit))
        if found.faults:
            return found
        covered = [unit] if unit else list(units.values())
        stands = known([row.key for row in rows], [one.id for one in covered])
        _compare(found, rows, units, stands, covered)
        assigned = sum(1 for one in stands.values() for u in covered if u.id in one.units)
        gone = len(found.gone)
        found.too_many = not many and gone > _MANY and gone > assigned * _SHARE
        if not write or found.too_many:
            return found
        _write(found, units, region_id, progress)
        for one in found.gone:
            _leave(system, found, one)
    old, new = told(
        found.changed,
        [row.key for row in found.new],
        [(one.key, one.unit.hsa_id) for one in found.gone],
        stands,
        {one.id: one.hsa_id for one in (*units.values(), *covered)},
    )
    record(
        actor,
        Entry(
            event=AuditEvent.DIRECTORY_IMPORTED,
            object_type="directory",
            object_id=unit.hsa_id if unit else region_id,
            purpose="administration",
            unit=unit,
            region_id=region_id,
            detail={"old": old, "new": new, **_counts(found)},
        ),
    )
    return found


def tell_compared(*, actor: Actor, region_id: str, found: Outcome) -> None:
    """Leave the row of a file that was only held against the directory, for who is then shown it.

    Raises `Denied`.
    """
    require(actor, Permission.DIRECTORY_IMPORT, Thing(region_id=region_id))
    entry = Entry(
        event=AuditEvent.DIRECTORY_COMPARED,
        object_type="directory",
        object_id=region_id,
        purpose="administration",
        region_id=region_id,
        detail=_counts(found),
    )
    record(actor, entry)


def _counts(found: Outcome) -> dict[str, int]:
    return {
        "added": len(found.new),
        "changed": len(found.changed),
        "gone": len(found.gone),
        "waiting": len(found.waiting),
    }


def _strangers(
    rows: Sequence[Row], units: Mapping[str, UnitRef], region_id: str, unit: UnitRef | None
) -> list[Fault]:
    """Tell of units that are unknown, of another region, or not the administrator's own."""
    faults = []
    taken = elsewhere([row.key for row in rows])
    for row in rows:
        if row.key in taken:
            faults.append(Fault(row.line, _("Personen finns i en annan regions katalog")))
        for hsa_id in row.units:
            found = units.get(hsa_id)
            if found is None:
                words = _("Enheten {x} finns inte i tjänsten")
            elif unit is not None and found.id != unit.id:
                words = _("Enheten {x} är inte er mottagning")
            elif found.region_id != region_id:
                words = _("Enheten {x} hör till en annan region")
            else:
                continue
            faults.append(Fault(row.line, words.replace("{x}", hsa_id)))
    return faults


def _compare(
    found: Outcome,
    rows: Sequence[Row],
    units: Mapping[str, UnitRef],
    stands: Mapping[str, Known],
    covered: Sequence[UnitRef],
) -> None:
    wanted: dict[str, frozenset[UUID]] = {}
    for row in rows:
        wanted[row.key] = frozenset(units[one].id for one in row.units)
        old = stands.get(row.key)
        if old is None:
            found.new.append(row)
            continue
        differs = [name for name in _COLUMNS if getattr(old, name) != getattr(row, name)]
        if old.left or wanted[row.key] - old.units:
            differs.append("units")
        if differs:
            found.changed.append((row, differs))
        else:
            found.same += 1
    left = [
        (old, place)
        for old in stands.values()
        for place in covered
        if place.id in old.units and place.id not in wanted.get(old.key, frozenset())
    ]
    accounts = accounts_of([old.key for old, _place in left])
    for old, place in left:
        person = accounts.get(old.key)
        work = open_work(place.id, [person[0]])[person[0]] if person else 0
        name = f"{old.given_name} {old.family_name}"
        found.gone.append(Gone(old.key, name, place, person[0] if person else None, work))


def _write(
    found: Outcome,
    units: Mapping[str, UnitRef],
    region_id: str,
    progress: Callable[[int], None],
) -> None:
    rows = [*found.new, *(row for row, _differs in found.changed)]
    for start in range(0, len(rows), _PIECE):
        piece = rows[start : start + _PIECE]
        _people(piece, region_id)
        _assignments(piece, units)
        progress(start + len(piece))
    if found.gone:
        db.execute(
            "update directory_assignment s set ended_on = %s from unnest(%s::text[], %s::uuid[]) "
            "x (key, unit) where s.person_id = x.key and s.unit_id = x.unit",
            [
                clock.today(),
                [one.key for one in found.gone],
                [one.unit.id for one in found.gone],
            ],
        )
        db.execute(
            "update directory_person d set left_on = %s where d.key = any(%s) and not exists "
            "(select 1 from directory_assignment s where s.person_id = d.key "
            "and s.ended_on is null)",
            [clock.today(), [one.key for one in found.gone]],
        )


def _people(rows: Sequence[Row], region_id: str) -> None:
    """Write people, and what the directory says of those who have accounts."""
    now = clock.now()
    columns = ("key", "hsa_id", *_COLUMNS)
    types = ["text"] * len(columns)
    types[columns.index("birth_date")] = "date"
    types[columns.index("protected")] = "boolean"
    arrays = ", ".join(f"%s::{one}[]" for one in types)
    sets = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS)
    written = db.execute(
        f"insert into directory_person ({', '.join(columns)}, region_code, seen_at) "
        f"select x.*, %s, %s from unnest({arrays}) x on conflict (key) do update set {sets}, "
        "seen_at = excluded.seen_at, left_on = null",
        [region_id, now, *([getattr(row, name) for row in rows] for name in columns)],
    )
    if written != len(rows):
        raise BadInput({"": _("Katalogen kunde inte skrivas")})
    db.execute(
        "update staff_account a set name = d.given_name || ' ' || d.family_name, "
        "title = d.title, email = d.email, protected = a.protected or d.protected "
        "from directory_person d where d.key = upper(a.hsa_id) and d.key = any(%s)",
        [[row.key for row in rows]],
    )


def _assignments(rows: Sequence[Row], units: Mapping[str, UnitRef]) -> None:
    pairs = [(row.key, units[one].id) for row in rows for one in row.units]
    db.execute(
        "insert into directory_assignment (id, person_id, unit_id, since) "
        "select gen_random_uuid(), x.key, x.unit, %s from unnest(%s::text[], %s::uuid[]) "
        "x (key, unit) on conflict (person_id, unit_id) do update set ended_on = null",
        [clock.today(), [key for key, _unit in pairs], [one for _key, one in pairs]],
    )


def _leave(system: Actor, found: Outcome, one: Gone) -> None:
    """End what a leaver had on the unit, unless somebody has to decide first."""
    if one.person_id is None:
        return
    if not standing(one.unit.id, one.person_id):
        _sleep(system, one)
        return
    if one.work:
        found.waiting.append((one, _("har öppna ärenden")))
        return
    try:
        end_all(system, one.unit, one.person_id, reason=NOT_IN_DIRECTORY)
    except BadInput:
        found.waiting.append((one, _("är mottagningens sista administratör")))
        return
    tell_revoked(one.person_id)
    _sleep(system, one)


def _sleep(system: Actor, one: Gone) -> None:
    """Put the account to sleep when the person has no permission and no assignment left.

    An act of its own, with a row of its own as when an administrator does it.
    """
    places, office = workplaces(one.person_id) if one.person_id else ([], True)
    if places or office:
        return
    slept = db.execute(
        "update staff_account set active = false, inactive_since = %s, inactive_reason = %s "
        "where person_id = %s and active and exists (select 1 from directory_person d "
        "where d.key = %s and d.left_on is not null)",
        [clock.today(), NOT_IN_DIRECTORY, one.person_id, one.key],
    )
    if slept and one.person_id:
        end_sessions(one.person_id, "deactivated")
        entry = Entry(
            event=AuditEvent.STAFF_DEACTIVATED,
            object_type="person",
            object_id=one.person_id,
            purpose="administration",
            unit=one.unit,
            detail={
                "old": {"state": "active"},
                "new": {"state": "inactive", "reason": NOT_IN_DIRECTORY},
            },
        )
        record(system, entry)
