"""A unit's name, changed by its region's office and shown to the unit."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_READ = (A.PAGE_READ,)
_UNIT = {"region": "14", "slug": "unit"}

ROUTES: Mapping[str, Sequence[Act]] = {
    "unit-name": [
        Act("region", _READ, at=_UNIT),
        Act("region", (A.UNIT_RENAMED,), at=_UNIT, post={"name": "Bäckens"}, form="unit-name"),
    ],
    "admin-name": [Act("admin", _READ)],
}
