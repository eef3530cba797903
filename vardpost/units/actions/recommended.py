"""Rekommenderade mottagningar: a region's list for all its residents, or for a municipality's.

Shown to those residents whom the unit admits, as the region's recommendation (domain 1). A region
recommends its own units alone (domain 2, row 31).
"""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries.area import places
from vardpost.units.queries.recommended import MOST, recommended_at
from vardpost.units.settings import Kind, Line, Values


def _words(values: Values) -> Sequence[Line]:
    units = values.get("units", [])
    return [(_("Antal"), str(len(units))), (_("Mottagningar"), ", ".join(units))]


RECOMMENDED = Kind(
    "units:recommended",
    later("Rekommenderade mottagningar"),
    Permission.UNIT_RECOMMEND,
    AuditEvent.UNIT_RECOMMENDED,
    "",
    _words,
)


def recommend(
    *, actor: Actor, region_id: str, municipality: str, version: int, units: Sequence[UUID]
) -> int:
    """Keep which units a region recommends to its residents, or to those of a municipality.

    Returns how many they are. Units that are not open, and those of other regions, are left out, as
    the check step has told. Raises `NotFound` for a place that is not the region's, `BadInput` for
    too many, and as `settings.begin`.
    """
    if municipality and (
        municipality not in places().municipalities or municipality[:2] != region_id
    ):
        raise NotFound("municipality")
    if len(units) > MOST:
        raise BadInput({"lista": _("Högst {n} mottagningar").replace("{n}", str(MOST))})
    rows = db.fetch_all(
        "select hsa_id, id from care_unit where id = any(%s) and live and region_id = %s "
        "order by hsa_id",
        [list(units), region_id],
    )
    new = {"units": [row[0] for row in rows]}
    held = begin(
        actor, RECOMMENDED, region_id=region_id, object_id=municipality, version=version, new=new
    )
    if held is None:
        return len(rows)
    old = {"units": sorted(one.hsa_id for one in recommended_at(region_id, municipality))}
    chosen = [row[1] for row in rows]
    db.execute(
        "delete from unit_recommended where region_id = %s "
        "and municipality_id is not distinct from %s and unit_id <> all(%s)",
        [region_id, municipality or None, chosen],
    )
    db.execute(
        "insert into unit_recommended (id, region_id, municipality_id, unit_id) "
        "select gen_random_uuid(), %s, %s, one from unnest(%s::uuid[]) one on conflict do nothing",
        [region_id, municipality or None, chosen],
    )
    note(held, old=old, new=new)
    return len(rows)
