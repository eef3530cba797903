"""How many units stand on which version of which template, and how many of them differ."""

from dataclasses import dataclass, field

from vardpost.kernel import db


@dataclass(slots=True)
class Standing:
    """The units of one template: how many in all, by version, and how many differ."""

    units: int = 0
    by_version: dict[int, int] = field(default_factory=dict)
    differing: int = 0


def standing(region_id: str) -> dict[str, Standing]:
    """Return, by template, on which versions the open units of a region stand; one statement.

    Without a region the units of the whole country. Who differs is as the job last counted.
    """
    rows = db.fetch_all(
        "select c.template, c.template_version, count(*)::int, "
        "count(*) filter (where d.differs > d.exempt)::int from care_unit c "
        "left join unit_drift d on d.unit_id = c.id "
        "where c.live and (%s = '' or c.region_id = %s) and c.template <> '' "
        "group by 1, 2 order by 1, 2 desc",
        [region_id, region_id],
    )
    found: dict[str, Standing] = {}
    for code, number, units, differing in rows:
        one = found.setdefault(code, Standing())
        one.units += units
        one.by_version[number] = units
        one.differing += differing
    return found
