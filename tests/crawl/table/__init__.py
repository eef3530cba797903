"""What each route leaves in the ledger, room by room: the table of `test_routes.py`.

A new route gets its lines here: one `Act` for each way of asking (GET, POST) that succeeds. Who
else may, and what is refused, the test finds out by itself.
"""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from tests.crawl.table import (
    administration,
    casetypes,
    central,
    closing,
    linked,
    offices,
    onboarding,
    operating,
    overview,
    public,
    redflags,
    residents,
    review,
    routing,
    staff,
    templates,
    units,
    useterms,
)

TABLE: Mapping[str, Sequence[Act]] = {
    **public.ROUTES,
    **residents.ROUTES,
    **staff.ROUTES,
    **administration.ROUTES,
    **casetypes.ROUTES,
    **central.ROUTES,
    **redflags.ROUTES,
    **useterms.ROUTES,
    **routing.ROUTES,
    **operating.ROUTES,
    **units.ROUTES,
    **linked.ROUTES,
    **offices.ROUTES,
    **onboarding.ROUTES,
    **closing.ROUTES,
    **templates.ROUTES,
    **review.ROUTES,
    **overview.ROUTES,
}
