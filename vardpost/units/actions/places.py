"""The 21 regions and 290 municipalities: facts that ship with the product."""

import csv
from pathlib import Path

from vardpost.units.models import Municipality, Region

_DATA = Path(__file__).parents[1] / "data"


def load_places() -> None:
    """Write the regions and municipalities; a second run changes nothing."""
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
