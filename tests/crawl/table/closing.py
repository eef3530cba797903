"""A unit that closes, by its region's office."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_UNIT = {"region": "14", "slug": "unit"}
_ENDING = {"region": "14", "slug": "ending unit"}
_CHANGED = (A.UNIT_ENDING_CHANGED,)
_VERSION = {"version": "1"}

ROUTES: Mapping[str, Sequence[Act]] = {
    "unit-ending": [
        Act("region", (A.PAGE_READ,), at=_UNIT),
        Act("region", _CHANGED, at=_UNIT, post={}, form="unit-ending"),
    ],
    "unit-ending-call-off": [Act("region", _CHANGED, at=_ENDING, post=_VERSION)],
    "region-try-change": [Act("region", (A.CHANGE_TRIED,), at=_UNIT, query="?prova=1&grans=3")],
    "unit-ending-close": [Act("region", _CHANGED, at=_ENDING, post=_VERSION)],
}
