"""Operating notices, written by the national office."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_SAID = {"titel_sv": "Inloggningen är nere", "text_sv": "Ring om det brådskar."}
_NOTICE = {"notice_id": "notice"}

ROUTES: Mapping[str, Sequence[Act]] = {
    "office-notices": [Act("nation", (A.PAGE_READ,))],
    "office-notice-new": [
        Act("nation", (A.PAGE_READ,)),
        Act("nation", (A.OPERATING_NOTICE_KEPT,), post=_SAID, form="office-notice-new"),
    ],
    "office-notice": [
        Act("nation", (A.PAGE_READ,), at=_NOTICE),
        Act("nation", (A.OPERATING_NOTICE_KEPT,), at=_NOTICE, post=_SAID, form="office-notice"),
    ],
    "office-notice-end": [
        Act("nation", (A.OPERATING_NOTICE_KEPT,), at=_NOTICE, post={"version": "1"}),
    ],
}
