"""Administrators of regions: applied for, decided, accepted, confirmed and ended."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_READ = (A.PAGE_READ,)
_MOVED = (A.OFFICE_APPLICATION_MOVED,)
_R = {"region": "14"}
_UNIT = {**_R, "slug": "unit"}
_SAID = {
    "candidate_name": "Eva Ek",
    "hsa_id": "@next",
    "email": "eva@example.com",
    "reason": "Behövs",
    "starts_on": "@today",
    "training_plan": "Två veckor",
    "handed_over": "1",
    "words": "Rita utbildar",
}


def _at(name: str) -> Mapping[str, str]:
    return {**_R, "application_id": name}


def _decided(who: str, name: str, event: str, version: str) -> Act:
    post = {"act": event, "version": version, f"words_{event}": "För att"}
    return Act(who, _MOVED, at=_at(name), post=post)


ROUTES: Mapping[str, Sequence[Act]] = {
    "role-terms": [
        Act("candidate", _READ),
        Act("candidate", (A.OFFICE_ROLE_BEGUN,), post={"accepted": "1"}, form="role-terms"),
    ],
    "region-admins": [Act("region", _READ, at=_R)],
    "region-application": [
        Act("region", _READ, at=_at("free key")),
        Act("region", _READ, at=_at("approved application")),
        Act("region", _MOVED, at=_at("free key"), post=_SAID),
        Act(
            "region",
            _MOVED,
            at=_at("asked application"),
            post={"words": "Rita utbildar"},
            form="region-application",
        ),
    ],
    "region-application-ticks": [
        Act("region", (A.OFFICE_ITEMS_TICKED,), at=_at("application"), post={"done": "course"}),
    ],
    "region-admin": [
        Act("region", _READ, at={**_R, "person_id": "colleague of region"}),
        Act(
            "region",
            (A.OFFICE_ROLE_CONFIRMED,),
            at={**_R, "person_id": "colleague of region"},
            post={"act": "confirm"},
        ),
        Act(
            "region",
            (A.OFFICE_ROLE_ENDED,),
            at={**_R, "person_id": "colleague of region"},
            post={"act": "end", "reason": "Har slutat"},
        ),
    ],
    "region-unit-admins": [Act("region", _READ, at=_R)],
    "region-unit-admins-csv": [Act("region", (A.OFFICE_CONTACTS_TAKEN,), at=_R)],
    "region-unit-admins-of": [
        Act("region", _READ, at=_UNIT),
        Act(
            "region",
            (A.GRANT_CHANGED,),
            at=_UNIT,
            post={"hsa_id": "@next", "reason": "Behövs"},
        ),
    ],
    "region-unit-admin-remove": [
        Act("region", _READ, at={**_UNIT, "person_id": "other admin"}),
        Act(
            "region",
            (A.GRANT_CHANGED,),
            at={**_UNIT, "person_id": "other admin"},
            post={"reason": "Har slutat", "sure": "1"},
            form="region-unit-admin-remove",
        ),
    ],
    "region-unit-admins-confirm": [
        Act("region", _READ, at=_R),
        Act("region", (A.OFFICE_ROLE_CONFIRMED,), at=_R, post={"valda": "@admin at unit"}),
    ],
    "region-messages": [Act("region", _READ, at=_R)],
    "region-message": [
        Act("region", _READ, at={**_R, "message_id": "free key"}),
        Act("region", _READ, at={**_R, "message_id": "message"}),
        Act(
            "region",
            (A.OFFICE_MESSAGE_SENT,),
            at={**_R, "message_id": "free key"},
            post={"to": "all", "subject": "Utbildning", "body": "Vi ses på torsdag."},
        ),
    ],
    "admin-messages": [Act("admin", _READ)],
    "admin-message": [Act("admin", (A.OFFICE_MESSAGE_READ,), at={"message_id": "message"})],
    "office-admins": [Act("nation", _READ)],
    "office-region-admins": [Act("nation", _READ, at=_R)],
    "office-application": [
        Act("nation", _READ, at=_at("application")),
        _decided("nation", "application", "take", "1"),
        _decided("nation", "advised application", "ask", "3"),
        _decided("second nation", "advised application", "approve", "3"),
        _decided("second nation", "advised application", "reject", "3"),
        _decided("nation", "approved application", "revoke", "4"),
        Act("nation", _READ, at=_at("free key")),
    ],
    "office-region-admin": [
        Act("nation", _READ, at={**_R, "person_id": "colleague of region"}),
        Act(
            "nation",
            (A.OFFICE_ROLE_CONFIRMED,),
            at={**_R, "person_id": "colleague of region"},
            post={"act": "confirm"},
        ),
    ],
}
