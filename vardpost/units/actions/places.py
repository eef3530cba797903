"""The 21 regions and 290 municipalities: facts that ship with the product."""

import csv
from pathlib import Path
from typing import Any

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.units.models import Municipality, Region

_DATA = Path(__file__).parents[1] / "data"


def load_places(*, actor: Actor) -> None:
    """Write the regions and municipalities; a second run changes nothing and leaves no row."""
    before = _standing()
    with (_DATA / "regions.csv").open(encoding="utf-8") as handle:
        regions = [Region(**row) for row in csv.DictReader(handle)]
    Region.objects.bulk_create(
        regions, update_conflicts=True, unique_fields=["code"], update_fields=["name", "county"]
    )
    with (_DATA / "municipalities.csv").open(encoding="utf-8") as handle:
        places = [
            Municipality(code=row["code"], name=row["name"], region_id=row["county_code"])
            for row in csv.DictReader(handle)
        ]
    Municipality.objects.bulk_create(
        places, update_conflicts=True, unique_fields=["code"], update_fields=["name", "region"]
    )
    after = _standing()
    if before == after:
        return
    entry = Entry(
        event=AuditEvent.PLACES_LOADED,
        object_type="places",
        purpose="administration",
        detail={
            "old": {code: told for code, told in before.items() if after.get(code) != told},
            "new": {code: told for code, told in after.items() if before.get(code) != told},
        },
    )
    record(actor, entry)


def _standing() -> dict[str, Any]:
    """Return regions (two digits) and municipalities (four) with what is written of each."""
    rows = db.fetch_all(
        "select code, name, county from region union all "
        "select code, name, region_id from municipality order by 1"
    )
    return {code: [name, where] for code, name, where in rows}
