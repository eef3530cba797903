"""Who gets new cases: rules and teams."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_RULE = {"rule_id": "rule"}
_PAGE = (A.PAGE_READ,)

ROUTES: Mapping[str, Sequence[Act]] = {
    "admin-routing": [
        Act("admin", _PAGE),
        Act("admin", (A.ROUTING_RULES_CHANGED,), post={"version": "1", "gor": "bort-2"}),
    ],
    "admin-routing-add": [
        Act("admin", _PAGE, query="?arendetyp=alla"),
        Act(
            "admin",
            (A.ROUTING_RULES_CHANGED,),
            query="?arendetyp=alla",
            post={"version": "1", "target": "queue"},
        ),
    ],
    "admin-routing-change": [
        Act("admin", _PAGE, at=_RULE),
        Act(
            "admin",
            (A.ROUTING_RULES_CHANGED,),
            at=_RULE,
            post={"target": "queue"},
            form="admin-routing-change",
        ),
    ],
    "admin-routing-ready-made": [
        Act("admin", _PAGE, at={"way": "fordelare"}),
        Act("admin", (A.ROUTING_RULES_CHANGED,), at={"way": "fordelare"}, post={"version": "1"}),
    ],
    "admin-routing-trial": [Act("admin", (A.ROUTING_TRIED,))],
    "admin-try-change": [Act("admin", (A.CHANGE_TRIED,), query="?prova=1&dag-0=8-12")],
    "admin-try-routing": [
        Act("admin", (A.ROUTING_TRIED,)),
        Act("admin", (A.ROUTING_TRIED,), query="?ny-till=queue&ny-plats=1"),
    ],
    "admin-teams": [Act("admin", _PAGE)],
    "admin-team": [
        Act("admin", _PAGE, at={"team_id": "team"}),
        Act(
            "admin",
            (A.ROUTING_TEAM_CHANGED,),
            at={"team_id": "team"},
            post={"name": "Sömn"},
            form="admin-team",
        ),
    ],
    "admin-team-remove": [
        Act("admin", (A.ROUTING_TEAM_CHANGED,), at={"team_id": "team"}, post={"version": "1"})
    ],
}
