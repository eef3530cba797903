"""What a region says of its units, and the nation of its regions."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A
from vardpost.kernel import clock

_AT = {"region": "14"}
_LIST = {**_AT, "place": "alla"}
_READ = (A.PAGE_READ,)
_HERE = {"region": "14"}


def _setting(what: str, event: A, post: Mapping[str, str]) -> list[Act]:
    at = {**_HERE, "what": what}
    return [
        Act("nation", _READ, at=at),
        Act("nation", (event,), at=at, post={**post, "version": "0"}),
    ]


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
    "office-regions": [Act("nation", _READ)],
    "office-region": [Act("nation", _READ, at=_HERE)],
    "office-region-days": [
        Act("nation", _READ, at=_HERE),
        Act(
            "nation",
            (A.REGION_DAY_CHANGED,),
            at=_HERE,
            post={"day": f"{clock.today().year + 1}-05-07", "name": "Kursdag"},
        ),
    ],
    "office-region-setting": [
        *_setting("ombud", A.REGION_AGE_CHANGED, {"age": "12"}),
        *_setting("farg", A.REGION_ACCENT_CHANGED, {"accent": "hav"}),
        *_setting("patientnamnd", A.REGION_BOARD_CHANGED, {"patient_board": "Nämnden"}),
        *_setting(
            "gallring",
            A.REGION_RETENTION_CHANGED,
            {
                "keep_action": "export",
                "keep_years": "10",
                "keep_decision": "RS 1",
                "keep_decided_by": "Styrelsen",
                "keep_decided_on": "2026-03-01",
            },
        ),
    ],
}
