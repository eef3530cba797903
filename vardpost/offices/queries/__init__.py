"""Reads of applications and of a region's administrators."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound
from vardpost.offices.states import Event, Standing, State
from vardpost.offices.values import (
    Administrator,
    Application,
    ApplicationData,
    Happened,
    Ticked,
)
from vardpost.people.queries.staff import STANDING
from vardpost.units.queries import SWEDISH_ORDER

#: Applications on one page; older ones are found from the page after it.
PAGE = 30
_COLUMNS = (
    "p.id, p.region_id, p.kind, p.version, p.created_at, p.applicant_name, p.candidate_name, "
    "p.hsa_id, p.email, p.phone, p.employment, p.reason, p.starts_on, p.replaces_id, "
    "p.training_plan, p.handed_over, p.order_number, p.order_on, p.replaces_name, "
    "p.reviewer_name, p.decider_name, p.decided_at, p.accepted_at, p.state, p.applicant_id, "
    "p.candidate_id, p.reviewer_id, p.advised"
)


def _application(row: tuple[Any, ...]) -> Application:
    applicant, candidate, reviewer, advised = row[24:28]
    standing = Standing(
        State(row[23]), applicant, candidate, reviewer, advised, ordered=row[2] == "ordered"
    )
    values = (*row[:6], ApplicationData(*row[6:18]), *row[18:23], standing)
    return Application(*values)


def application(region_id: str, application_id: UUID) -> Application | None:
    """Return an application of a region; None for one that there is not yet.

    Raises `NotFound` for another region's.
    """
    row = db.fetch_one(
        f"select {_COLUMNS} from office_application p where p.id = %s", [application_id]
    )
    if row is None:
        return None
    found = _application(row)
    if found.region_id != region_id:
        raise NotFound("application")
    return found


def approved_for(person_id: UUID) -> Application | None:
    """Return the application by which a person may begin as a region's administrator."""
    row = db.fetch_one(
        f"select {_COLUMNS} from office_application p "
        "where p.candidate_id = %s and p.state = 'approved'",
        [person_id],
    )
    return _application(row) if row else None


def applications(region_id: str, after: UUID | None = None) -> list[Application]:
    """Return a page of a region's applications, the newest first; one more when there are more."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from office_application p where p.region_id = %s "
        "and (%s::uuid is null or (p.created_at, p.id) < "
        "(select b.created_at, b.id from office_application b where b.id = %s)) "
        "order by p.created_at desc, p.id desc limit %s",
        [region_id, after, after, PAGE + 1],
    )
    return [_application(row) for row in rows]


def waiting() -> list[Application]:
    """Return what waits anywhere for somebody, the oldest first; no page shows more."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from office_application p "
        "where p.state in ('submitted', 'under_review', 'needs_info', 'approved') "
        "order by p.created_at, p.id limit 200"
    )
    return [_application(row) for row in rows]


def history(application_id: UUID) -> list[Happened]:
    """Return what has happened to an application, in its order."""
    rows = db.fetch_all(
        "select at, version, event, to_state, actor_id, actor_name, words from office_event "
        "where application_id = %s order by version limit 200",
        [application_id],
    )
    return [Happened(row[0], row[1], Event(row[2]), State(row[3]), *row[4:]) for row in rows]


def ticked(application_id: UUID) -> dict[str, Ticked]:
    """Return the points of an application's checklist that somebody has touched."""
    rows = db.fetch_all(
        "select key, done, at, by_name from office_item where application_id = %s",
        [application_id],
    )
    return {row[0]: Ticked(*row[1:]) for row in rows}


#: When somebody was last told of, by kind. Parameter: none; of the administrator `x`.
_LAST = (
    "left join lateral (select "
    "(array_agg(c.at order by c.at desc) filter (where c.what = 'confirmed'))[1] as confirmed, "
    "(array_agg(c.by_name order by c.at desc) filter (where c.what = 'confirmed'))[1] as by_name, "
    "max(c.at) filter (where c.what = 'reminded') as reminded, "
    "max(c.at) filter (where c.what = 'alarmed') as alarmed "
    "from office_confirmation c where c.region_id = x.region_code and c.role = 'region_admin' "
    "and c.person_id = x.person_id) k on true"
)


def administrators(region_id: str) -> list[Administrator]:
    """Return a region's administrators by name, those to begin and those asleep included."""
    day = clock.today()
    rows = db.fetch_all(
        "select x.person_id, a.name, a.title, a.email, a.hsa_id, a.active, x.since, "
        "a.signed_in_at, greatest(k.confirmed, x.given), "
        "case when k.confirmed >= x.given then k.by_name else '' end, "
        "case when k.reminded > greatest(k.confirmed, x.given) then k.reminded end, "
        "case when k.alarmed > greatest(k.confirmed, x.given) then k.alarmed end "
        "from (select g.person_id, g.region_code, min(g.starts_on) as since, "
        "max(greatest(g.created_at, g.starts_on::timestamptz)) as given from role_grant g "
        f"where g.role = 'region_admin' and g.region_code = %s and {STANDING} "
        "group by g.person_id, g.region_code) x "
        f"join staff_account a on a.person_id = x.person_id {_LAST} "
        f"order by {SWEDISH_ORDER.format('a.name')}, x.person_id limit 200",
        [region_id, day],
    )
    return [Administrator(*row) for row in rows]


def in_office(region_id: str, *, apart_from: UUID | None = None) -> list[UUID]:
    """Return who administers a region today, with an active account; somebody apart."""
    return _holders("region_admin", region_id, apart_from)


def national_office(*, apart_from: Sequence[UUID | None] = ()) -> list[UUID]:
    """Return who works at the national office today; somebody apart."""
    return [one for one in _holders("national_office", "", None) if one not in apart_from]


def _holders(role: str, region_id: str, apart_from: UUID | None) -> list[UUID]:
    day = clock.today()
    rows = db.fetch_all(
        "select distinct g.person_id from role_grant g join staff_account a "
        "on a.person_id = g.person_id and a.active where g.role = %s and g.region_code = %s "
        f"and g.starts_on <= %s and {STANDING} and g.person_id is distinct from %s",
        [role, region_id, day, day, apart_from],
    )
    return [row[0] for row in rows]


def regions() -> list[tuple[str, str, int, int, bool]]:
    """Return (code, name, live units, administrators, whether an alarm stands), by name.

    Every region of the country: twenty-one, so no pages.
    """
    day = clock.today()
    rows = db.fetch_all(
        "select r.code, r.name, (select count(*) from care_unit u where u.region_id = r.code "
        "and u.live), coalesce(x.people, 0), coalesce(k.alarmed, false) from region r "
        "left join (select g.region_code, count(distinct g.person_id) as people from role_grant g "
        "join staff_account a on a.person_id = g.person_id and a.active "
        f"where g.role = 'region_admin' and g.starts_on <= %s and {STANDING} "
        "group by g.region_code) x on x.region_code = r.code "
        "left join lateral (select true as alarmed from office_confirmation c "
        "where c.region_id = r.code and c.role = 'region_admin' and c.what = 'alarmed' "
        "and c.at > now() - interval '30 days' and not exists (select 1 from "
        "office_confirmation d where d.region_id = r.code and d.role = 'region_admin' "
        "and d.person_id is not distinct from c.person_id and d.what in ('confirmed', 'ended') "
        "and d.at > c.at) and (c.person_id is not null or x.people is null) limit 1) k on true "
        f"order by {SWEDISH_ORDER.format('r.name')}",
        [day, day],
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def found_person(region_id: str, key: str) -> tuple[UUID | None, bool, str, str] | None:
    """Return (person, whether the account is active, name, HSA-id) of somebody in a directory.

    `key` is the HSA-id in capitals. None when the region's directory has nobody there.
    """
    row = db.fetch_one(
        "select a.person_id, coalesce(a.active, false), d.given_name || ' ' || d.family_name, "
        "d.hsa_id from directory_person d left join staff_account a on upper(a.hsa_id) = d.key "
        "where d.key = %s and d.region_code = %s and d.left_on is null",
        [key, region_id],
    )
    return (row[0], row[1], row[2], row[3]) if row else None


def administers(person_id: UUID) -> str:
    """Return the region that a person administers or is about to; empty for none."""
    row = db.fetch_one(
        "select g.region_code from role_grant g where g.person_id = %s "
        f"and g.role = 'region_admin' and {STANDING} limit 1",
        [person_id, clock.today()],
    )
    return str(row[0]) if row else ""


def has_open(person_id: UUID, *, apart_from: UUID) -> bool:
    """Whether another application about somebody waits, in her own region's or any."""
    row = db.fetch_one(
        "select 1 from office_application where candidate_id = %s and id <> %s "
        "and state in ('submitted', 'under_review', 'needs_info', 'approved')",
        [person_id, apart_from],
    )
    return row is not None
