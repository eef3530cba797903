"""What a region says of its units."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_AT = {"region": "14"}
_LIST = {**_AT, "place": "alla"}
_READ = (A.PAGE_READ,)

ROUTES: Mapping[str, Sequence[Act]] = {
    "region-recommended": [Act("region", _READ, at=_AT)],
    "region-recommended-at": [
        Act("region", _READ, at=_LIST),
        Act("region", _READ, at=_LIST, post={"lista": "@hsa"}),
        Act(
            "region",
            (A.UNIT_RECOMMENDED,),
            at=_LIST,
            post={"lista": "@hsa", "steg": "spara", "version": "0"},
        ),
    ],
}
