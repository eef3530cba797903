"""Units that join and change their names: their region's office, and what the unit sees."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from tests.crawl.place_joining import FREE
from vardpost.audit.events import AuditEvent as A

_READ = (A.PAGE_READ,)
#: The unit, and what its template writes: four case types and the catchment.
_MADE = (
    A.UNIT_ACTIVATED,
    A.TEMPLATE_APPLIED,
    *(A.CASE_TYPE_SUBSCRIBED, A.CASE_TYPE_OFFER_CHANGED) * 4,
    A.UNIT_CATCHMENT_CHANGED,
)
_CONNECTED = (A.UNIT_REQUESTED, A.UNIT_APPROVED, *_MADE)
_REGION = {"region": "14"}
_UNIT = {**_REGION, "slug": "unit"}
_PLAN = {"template": "dental", "starts_on": "2099-01-07", "contact_name": "Rita Dal"}
_NEW = {**_PLAN, "hsa": FREE}
_LIST = {**_PLAN, "lista": FREE}


def _at(state: str) -> dict[str, str]:
    return {**_REGION, "joining_id": f"joining {state}"}


def _step(state: str, version: int, *leaves: A) -> list[Act]:
    post = {"version": str(version), "reason": "Så är det"}
    return [Act("region", leaves, at=_at(state), post=post)]


ROUTES: Mapping[str, Sequence[Act]] = {
    "unit-name": [
        Act("region", _READ, at=_UNIT),
        Act("region", (A.UNIT_RENAMED,), at=_UNIT, post={"name": "Bäckens"}, form="unit-name"),
    ],
    "admin-name": [Act("admin", _READ)],
    "joinings": [Act("region", _READ, at=_REGION)],
    "joining-choose": [Act("region", _READ, at=_REGION)],
    "joining-new": [
        Act("region", _READ, at=_REGION, query=f"?hsa={FREE}"),
        Act("region", (A.UNIT_REQUESTED,), at=_REGION, post=_NEW),
        Act("region", _CONNECTED, at=_REGION, post={**_NEW, "steg": "anslut"}),
    ],
    "joining-many": [
        Act("region", _READ, at=_REGION),
        Act("region", _READ, at=_REGION, post=_LIST),
        Act("region", _CONNECTED, at=_REGION, post={**_LIST, "steg": "anslut"}),
    ],
    "joining": [Act("region", _READ, at=_at("activated"))],
    "joining-change": [
        Act(
            "region",
            (A.UNIT_PLAN_CHANGED,),
            at=_at("requested"),
            post={**_PLAN, "version": "1", "training": "I januari"},
        ),
        Act(
            "region",
            (A.UNIT_PLAN_CHANGED, A.STAFF_REGISTERED, A.GRANT_CHANGED),
            at=_at("activated"),
            post={**_PLAN, "version": "3", "first_admin": "@newcomer", "bjud-in": "1"},
            differs="the nation appoints no administrator",
        ),
    ],
    "joining-approve": _step("requested", 1, A.UNIT_APPROVED),
    "joining-activate": _step("approved", 2, *_MADE),
    "joining-configure": _step("activated", 3, A.UNIT_CONFIGURED),
    "joining-open": _step("configured", 4, A.UNIT_OPENED),
    "joining-withdraw": _step("requested", 1, A.UNIT_REQUEST_WITHDRAWN),
}
