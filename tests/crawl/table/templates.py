"""Templates of units: made and changed by a region and by the national office."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_READ, _CHANGED = (A.PAGE_READ,), (A.TEMPLATE_CHANGED,)

_HERE: Mapping[str, str] = {"region": "14"}
_UNIT: Mapping[str, str] = {"region": "14", "unit_id": "drifting"}
_DIFFERS = {"uppgift": "notices:replied"}
_CHOSEN = {"vilka": "lista", "lista": "@hsa"}


def _pages(prefix: str, who: str, at: Mapping[str, str]) -> Mapping[str, Sequence[Act]]:
    one = {**at, "code": f"{who} template"}
    own = {"namn": "Egen", "typ": "dental"}
    return {
        f"{prefix}-templates": [Act(who, _READ, at=at)],
        f"{prefix}-template-new": [Act(who, _CHANGED, at=at, post=own)],
        f"{prefix}-template": [Act(who, _READ, at=one)],
        f"{prefix}-template-draft": [
            Act(who, _READ, at=one),
            Act(who, _CHANGED, at=one, post={"name_en": "Own"}, form=f"{prefix}-template-draft"),
        ],
        f"{prefix}-template-drop": [Act(who, _CHANGED, at=one, post={"version": "4"})],
        f"{prefix}-template-publish": [
            Act(who, _READ, at=one),
            Act(who, _CHANGED, at=one, post={"version": "4"}),
        ],
    }


ROUTES: Mapping[str, Sequence[Act]] = {
    **_pages("region", "region", {"region": "14"}),
    **_pages("office", "nation", {}),
    "region-rollout-new": [
        Act("region", _READ, at={**_HERE, "code": "region template"}),
        Act("region", _READ, at={**_HERE, "code": "region template"}, post=_CHOSEN),
    ],
    "region-drift": [Act("region", _READ, at=_HERE)],
    "region-drift-align": [
        Act("region", (A.UNIT_NOTICES_CHANGED,), at=_UNIT, post={**_DIFFERS, "sett": "off|digest"})
    ],
    "region-drift-exempt": [
        Act(
            "region",
            (A.TEMPLATE_EXEMPTED,),
            at=_UNIT,
            post={**_DIFFERS, "skal": "Liten", "till": "2090-01-01"},
        )
    ],
    "region-drift-exempt-end": [
        Act(
            "region",
            (A.TEMPLATE_EXEMPTED,),
            at={**_HERE, "unit_id": "excused"},
            post={**_DIFFERS, "version": "1"},
        )
    ],
    "region-rollouts": [Act("region", _READ, at=_HERE)],
    "region-rollout": [Act("region", _READ, at={**_HERE, "rollout_id": "rollout"})],
    "region-rollout-move": [
        Act(
            "region",
            (A.TEMPLATE_ROLLOUT_MOVED,),
            at={**_HERE, "rollout_id": "rollout"},
            post={"vad": "stoppa"},
        )
    ],
}
