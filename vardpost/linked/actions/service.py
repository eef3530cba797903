"""Uthoppstjänster: made by a region or the nation, given to units, taken back (domain 7.1)."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.linked.queries import MOST, service_of, services, units_with
from vardpost.linked.values import Service, ServiceData
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values


def _service_words(values: Values) -> Sequence[Line]:
    if not values:
        return []
    lines = [
        (_("Namn hos er"), values["internal_name"]),
        (_("Namn för invånare"), values["name_sv"]),
        (_("Namn på engelska"), values["name_en"]),
        (_("Beskrivning"), values["about_sv"]),
        (_("Beskrivning på engelska"), values["about_en"]),
        (_("Adress"), values["address"]),
    ]
    return [*lines, (_("Avslutad"), _("ja"))] if values.get("ended") else lines


def _unit_words(values: Values) -> Sequence[Line]:
    units = values.get("units", [])
    return [(_("Antal"), str(len(units))), (_("Mottagningar"), ", ".join(units))]


SERVICE = Kind(
    "linked:service",
    later("Uthoppstjänst"),
    Permission.LINKED_SERVICE_DISTRIBUTE,
    AuditEvent.LINKED_SERVICE_KEPT,
    "",
    _service_words,
)
UNITS = Kind(
    "linked:units",
    later("Uthoppstjänstens mottagningar"),
    Permission.LINKED_SERVICE_DISTRIBUTE,
    AuditEvent.LINKED_SERVICE_DISTRIBUTED,
    "",
    _unit_words,
)


def keep_service(
    *, actor: Actor, region_id: str, service_id: UUID, version: int, data: ServiceData
) -> None:
    """Keep a service, new or changed; `region_id` empty for the nation's.

    `service_id` is the form's own for a new one. Raises `NotFound` for another office's,
    `BadInput` for one that has ended or one too many, and as `settings.begin`.
    """
    held = begin(
        actor, SERVICE, region_id=region_id, object_id=service_id, version=version,
        new=data.values(),
    )  # fmt: skip
    if held is None:
        return
    old = service_of(region_id, service_id)
    if old is not None and old.data.ended:
        raise BadInput({"internal_name": _("Tjänsten är avslutad. Lägg till en ny i stället")})
    if old is not None and old.data == data:
        return
    if old is None and len(services(region_id)) >= MOST:
        raise BadInput({"internal_name": _("Avsluta en tjänst först, det får inte vara fler")})
    db.execute(
        "insert into linked_service (id, region_id, internal_name, name_sv, name_en, about_sv, "
        "about_en, address) values (%s, %s, %s, %s, %s, %s, %s, %s) on conflict (id) do update "
        "set internal_name = excluded.internal_name, name_sv = excluded.name_sv, "
        "name_en = excluded.name_en, about_sv = excluded.about_sv, about_en = excluded.about_en, "
        "address = excluded.address",
        [
            *(service_id, region_id or None, data.internal_name, data.name_sv, data.name_en),
            *(data.about_sv, data.about_en, data.address),
        ],
    )
    note(held, old=old.data.values() if old else {}, new=data.values())


def end_service(*, actor: Actor, region_id: str, service_id: UUID, version: int) -> None:
    """End a service: no page shows it any longer. Ended twice is ended once.

    Raises `NotFound`, and as `settings.begin`.
    """
    old = _standing(region_id, service_id)
    new = replace(old.data, ended=True)
    require(actor, SERVICE.permission, Thing(region_id=region_id))
    if old.data.ended:
        return
    held = begin(
        actor, SERVICE, region_id=region_id, object_id=service_id, version=version,
        new=new.values(),
    )  # fmt: skip
    if held is None:
        return
    db.execute("update linked_service set ended_at = %s where id = %s", [clock.now(), service_id])
    note(held, old=old.data.values(), new=new.values())


def distribute(
    *, actor: Actor, region_id: str, service_id: UUID, version: int, units: Sequence[UUID],
    whole: bool,
) -> int:  # fmt: skip
    """Give a service to units, beside those that have it or, when `whole`, to these alone.

    Returns how many have it. Units outside the office's reach are left out, as the check step
    has told. Raises `NotFound`, `WrongState` for a service that has ended, and as `settings.begin`.
    """
    found = _standing(region_id, service_id)
    before = [hsa_id for hsa_id, _name in units_with(service_id)]
    rows = db.fetch_all(
        "select id, hsa_id from care_unit where id = any(%s) and live "
        "and (%s = '' or region_id = %s)",
        [list(units), region_id, region_id],
    )
    wanted = {row[1]: row[0] for row in rows}
    after = sorted(wanted if whole else {*before, *wanted})
    new = {"units": after}
    held = begin(actor, UNITS, region_id=region_id, object_id=service_id, version=version, new=new)
    if held is None:
        return len(after)
    if found.data.ended:
        raise WrongState("the service has ended")
    db.execute(
        "insert into linked_service_unit (id, service_id, unit_id) "
        "select gen_random_uuid(), %s, one from unnest(%s::uuid[]) one on conflict do nothing",
        [service_id, list(wanted.values())],
    )
    if whole:
        db.execute(
            "delete from linked_service_unit where service_id = %s and unit_id <> all(%s)",
            [service_id, list(wanted.values())],
        )
    note(held, old={"units": sorted(before)}, new=new)
    return len(after)


def _standing(region_id: str, service_id: UUID) -> Service:
    found = service_of(region_id, service_id)
    if found is None:
        raise NotFound("linked service")
    return found
