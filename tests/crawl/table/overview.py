"""What a region's office sees of its units."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_REGION = {"region": "14"}


def _get(leaves: A, **at: str) -> Act:
    return Act("region", (leaves,), at={**_REGION, **at})


ROUTES: Mapping[str, Sequence[Act]] = {
    "overview-regions": [
        Act("nation", (A.PAGE_READ,), differs="a region's office is led to its own region")
    ],
    "overview": [_get(A.OVERVIEW_LISTED)],
    "overview-csv": [_get(A.OVERVIEW_EXPORTED)],
    "overview-xlsx": [_get(A.OVERVIEW_EXPORTED)],
    "overview-unit": [_get(A.OVERVIEW_UNIT_READ)],
    "overview-changes": [_get(A.SETTINGS_HISTORY_READ)],
    "overview-view-save": [
        Act(
            "region",
            (A.OVERVIEW_VIEW_SAVED,),
            at=_REGION,
            post={"namn": "Min vy", "vy": "behov=ingen-administrator"},
        )
    ],
    "overview-view-drop": [
        Act("region", (A.OVERVIEW_VIEW_DROPPED,), at={**_REGION, "view_id": "view"}, post={})
    ],
}
