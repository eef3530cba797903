"""Linked services, made and given out by a region and by the national office."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_SAID = {
    "internal_name": "Provtagning",
    "name_sv": "Boka provtagning",
    "about_sv": "Boka en tid.",
    "address": "https://prov.example.se/boka",
}
_KEPT, _GIVEN = (A.LINKED_SERVICE_KEPT,), (A.LINKED_SERVICE_DISTRIBUTED,)
_READ = (A.PAGE_READ,)


def _pages(prefix: str, who: str, at: Mapping[str, str]) -> Mapping[str, Sequence[Act]]:
    one = {**at, "service_id": f"{who} service"}
    list_ = {"steg": "lagg-till", "lista": "@hsa", "version": "0"}
    return {
        f"{prefix}-services": [Act(who, _READ, at=at)],
        f"{prefix}-service": [
            Act(who, _READ, at=one),
            Act(who, _KEPT, at=one, post=_SAID, form=f"{prefix}-service"),
        ],
        f"{prefix}-service-end": [Act(who, _KEPT, at=one, post={"version": "1"})],
        f"{prefix}-service-units": [
            Act(who, _READ, at=one),
            Act(who, _READ, at=one, post={"lista": "@hsa"}),
            Act(who, _GIVEN, at=one, post=list_),
        ],
    }


ROUTES: Mapping[str, Sequence[Act]] = {
    **_pages("region", "region", {"region": "14"}),
    **_pages("office", "nation", {}),
}
