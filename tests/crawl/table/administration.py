"""The pages of a unit's administrator, but for case types and who gets new cases."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_PAGE = (A.PAGE_READ,)
_LOOKED = (A.RESIDENT_LOOKED_UP, A.APPROVED_RESIDENTS_LISTED)
_ANNA = {"number": "19121212-1212", "version": "0", "reason": "Nära arbetet"}
_PERSON = {"person_id": "colleague"}
_ASLEEP = {"person_id": "asleep"}
_GIVEN = {"roles": ["case_receiver"], "length": "open", "reason": "Nyanställd"}
_LEFT = {"why": "left", "reason": "Slutat"}
_SIGN = {
    "name_sv": "getingstick",
    "name_en": "wasp sting",
    "advice": "unit",
    "sv": "getingstick",
    "en": "wasp sting",
}


def _get(*leaves: A, query: str = "", **at: str) -> Act:
    return Act("admin", leaves or _PAGE, at=at, query=query)


def _save(route: str, post: Mapping[str, object], *leaves: A, **at: str) -> Act:
    """Fill in the form of the page itself."""
    return Act("admin", leaves, at=at, post=post, form=route)


def _send(post: Mapping[str, object], *leaves: A, **at: str) -> Act:
    return Act("admin", leaves, at=at, post=post)


ROUTES: Mapping[str, Sequence[Act]] = {
    "admin": [_get()],
    "admin-contact": [
        _get(),
        _save("admin-contact", {"phone": "0980-319 222"}, A.UNIT_CONTACT_CHANGED),
    ],
    "admin-hours": [_get(), _save("admin-hours", {"dag-0": "8–12"}, A.UNIT_HOURS_CHANGED)],
    "admin-catchment": [
        _get(),
        _save("admin-catchment", {"fran-0": "18"}, A.UNIT_CATCHMENT_CHANGED),
    ],
    "admin-changes": [_get(A.SETTINGS_HISTORY_READ)],
    "admin-put-back": [
        _get(A.SETTINGS_HISTORY_READ, change_id="change"),
        _save("admin-put-back", {}, A.UNIT_CONTACT_CHANGED, change_id="change"),
    ],
    "admin-notices": [
        _get(),
        _save("admin-notices", {"digest_hour": "9"}, A.UNIT_NOTICES_CHANGED),
    ],
    "admin-residents": [_get(A.APPROVED_RESIDENTS_LISTED)],
    "admin-resident-look": [_send({"number": "19121212-1212"}, *_LOOKED)],
    "admin-resident-approve": [_send(_ANNA, A.APPROVED_RESIDENT_CHANGED)],
    "admin-resident-end": [_send({"bort": "@approval"}, A.APPROVED_RESIDENT_CHANGED)],
    # Those with a role, and those in the directory without one: two lists.
    "admin-permissions": [
        _get(A.STAFF_LISTED, A.STAFF_LISTED),
        _get(A.STAFF_LISTED, query="?sok=Siv"),
    ],
    "admin-who-reads": [_get(A.STAFF_LISTED)],
    "admin-person": [
        _get(A.STAFF_READ, **_PERSON),
        _save("admin-person", _GIVEN, A.GRANT_CHANGED, **_PERSON),
    ],
    "admin-remove": [
        _get(A.STAFF_READ, **_PERSON),
        _save("admin-remove", {"reason": "Slutar"}, A.GRANT_CHANGED, **_PERSON),
    ],
    "admin-accounts": [_get(A.STAFF_LISTED)],
    "admin-account-add": [_send({"hsa_id": "@newcomer"}, A.STAFF_REGISTERED)],
    "admin-account": [
        _get(A.STAFF_READ, **_PERSON),
        _save("admin-account", {"title": "kurator"}, A.STAFF_CHANGED, **_PERSON),
    ],
    "admin-account-sleep": [
        _get(A.STAFF_READ, **_PERSON),
        # The permissions end with it: a setting of its own.
        _save("admin-account-sleep", _LEFT, A.STAFF_DEACTIVATED, A.GRANT_CHANGED, **_PERSON),
    ],
    "admin-account-wake": [
        _get(A.STAFF_READ, **_ASLEEP),
        _save("admin-account-wake", {"reason": "Åter"}, A.STAFF_REACTIVATED, **_ASLEEP),
    ],
    "admin-directory": [
        _get(),
        Act("admin", _PAGE, post={}, files={"file": "directory"}),
        _send({"steg": "spara", "innehall": "@directory"}, A.DIRECTORY_IMPORTED),
    ],
    "admin-flags": [_get(), _send({"text": "ont i bröstet"}, A.PAGE_READ)],
    "admin-flag-add": [_get(), _save("admin-flag-add", _SIGN, A.RED_FLAGS_PUBLISHED)],
    "admin-flag": [
        _get(key="flag"),
        _save("admin-flag", {"sv": "borrelia"}, A.RED_FLAGS_PUBLISHED, key="flag"),
    ],
    "admin-flag-remove": [_send({"version": "1"}, A.RED_FLAGS_PUBLISHED, key="flag")],
}
