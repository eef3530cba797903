"""Reads of the services."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.linked.values import Link, Service, ServiceData
from vardpost.units.queries import SWEDISH_ORDER

#: Services that an office has at most, ended ones not counted; no page shows more.
MOST = 200
_COLUMNS = (
    "s.id, coalesce(s.region_id, ''), s.internal_name, s.name_sv, s.name_en, s.about_sv, "
    "s.about_en, s.address, s.ended_at is not null, "
    "(select count(*) from linked_service_unit x where x.service_id = s.id)"
)


def _service(row: tuple[Any, ...]) -> Service:
    return Service(row[0], row[1], ServiceData(*row[2:9]), row[9])


def services(region_id: str) -> list[Service]:
    """Return the standing services of a region, or of the nation for an empty one, by name."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from linked_service s where coalesce(s.region_id, '') = %s "
        f"and s.ended_at is null order by {SWEDISH_ORDER.format('s.internal_name')}, s.id "
        "limit %s",
        [region_id, MOST],
    )
    return [_service(row) for row in rows]


def service_of(region_id: str, service_id: UUID) -> Service | None:
    """Return a service of an office, also an ended one; None for one that there is not yet.

    Raises `NotFound` for another office's.
    """
    row = db.fetch_one(f"select {_COLUMNS} from linked_service s where s.id = %s", [service_id])
    if row is None:
        return None
    found = _service(row)
    if found.region_id != region_id:
        raise NotFound("linked service")
    return found


def units_with(service_id: UUID) -> list[tuple[str, str]]:
    """Return (HSA-id, name) of the units that have a service, by name."""
    rows = db.fetch_all(
        "select u.hsa_id, u.name from linked_service_unit x join care_unit u on u.id = x.unit_id "
        f"where x.service_id = %s order by {SWEDISH_ORDER.format('u.name')}, u.id",
        [service_id],
    )
    return [(row[0], row[1]) for row in rows]


def services_at(unit_id: UUID, lang: str) -> list[Link]:
    """Return what a unit's page shows, in the page's language; Swedish where there is no other."""
    rows = db.fetch_all(
        "select s.name_sv, s.name_en, s.about_sv, s.about_en, s.address from linked_service_unit x "
        "join linked_service s on s.id = x.service_id and s.ended_at is null "
        f"where x.unit_id = %s order by {SWEDISH_ORDER.format('s.name_sv')}, s.id limit %s",
        [unit_id, MOST],
    )
    return [_link(row, lang) for row in rows]


def _link(row: tuple[str, ...], lang: str) -> Link:
    name_sv, name_en, about_sv, about_en, address = row
    host = urlsplit(address).hostname or ""
    if lang == "en" and name_en and about_en:
        return Link(name_en, about_en, address, host, "")
    return Link(name_sv, about_sv, address, host, "" if lang == "sv" else "sv")
