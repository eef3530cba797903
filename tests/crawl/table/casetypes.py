"""What a unit offers: case types, their forms, terms, closed days."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_OWN = {"case_type_id": "type"}
_PLANNED = {"case_type_id": "planned type"}
_CENTRAL = {"case_type_id": "central"}
_REGIONAL = {"case_type_id": "regional"}
_NOT_TAKEN = {"case_type_id": "not taken"}
_WAITING = {"case_type_id": "planned terms"}
_PAGE = {**_OWN, "key": "beskriv"}
_QUESTION = {**_OWN, "place": "fields.problem"}
_OPTION = {**_OWN, "place": "fields.kind", "value": "one"}
RULE = {"counts": "1", "date": "dag", "time": "tid", "by": "weekdays", "weekdays": "2"}
_TERMS = {**_OWN, "terms_id": "terms"}
_CLOSING = {"closing_id": "closing"}
TITLE = {"title-sv": "Stillhet", "title-en": "Peace"}
HELP = {"help-sv": "Kort", "help-en": "Short"}
NEW_QUESTION = {
    "ny_fraga": "1",
    "new-sv": "När?",
    "new-en": "When?",
    "new-type": "text",
    "new-where": "fields:beskriv",
}
_LIMIT = {"on": "1", "most_waiting": "40", "extra_days": "2"}
TEXT = {"sv": "Skriv hellre.", "en": "Rather write."}

_GRANTS = A.CASE_TYPE_GRANTS_LISTED
_HELD = {"case_type_id": "held back"}
_NUMBER = {"number": "19121212-1212"}
_NUMBERS = {"numbers": "19121212-1212"}
_WHY = {"reason": "Efter operation", "starts": "", "until": ""}


def _list(**at: str) -> Act:
    return Act("admin", (_GRANTS,), at=at)


def _get(query: str = "", **at: str) -> Act:
    return Act("admin", (A.PAGE_READ,), at=at, query=query)


def _save(route: str, post: Mapping[str, object], *leaves: A, **at: str) -> Act:
    """Fill in the form of the page itself."""
    return Act("admin", leaves, at=at, post=post, form=route)


def _send(post: Mapping[str, object], *leaves: A, **at: str) -> Act:
    return Act("admin", leaves, at=at, post=post)


ROUTES: Mapping[str, Sequence[Act]] = {
    "admin-types": [_get()],
    # One press that gives the unit a type and offers it.
    "admin-types-choose": [
        _send({"typ": "@not taken"}, A.CASE_TYPE_SUBSCRIBED, A.CASE_TYPE_OFFER_CHANGED)
    ],
    "admin-types-order": [_send({"version": "0", "ner": "@central"}, A.CASE_TYPE_ORDERED)],
    "admin-type": [
        _get(**_CENTRAL),
        _get(**_NOT_TAKEN),
        _save("admin-type", {"first_days": "3"}, A.CASE_TYPE_OFFER_CHANGED, **_CENTRAL),
        _save("admin-type", {}, A.CASE_TYPE_SUBSCRIBED, **_NOT_TAKEN),
    ],
    "admin-type-take": [
        _send(
            {"form": "@regional news", "version": "@regional number"},
            A.CASE_TYPE_OFFER_CHANGED,
            **_REGIONAL,
        )
    ],
    "admin-type-decline": [_send({}, A.CASE_TYPE_DECLINED, case_type_id="proposed")],
    "admin-type-preview": [_get(**_OWN), _get("?utkast=1&som=ombud", **_OWN)],
    "admin-type-copy": [_send({}, A.CASE_TYPE_COPIED, **_CENTRAL)],
    "admin-type-export": [Act("admin", (A.CASE_TYPE_EXPORTED,), at=_OWN)],
    "admin-type-fhir": [Act("admin", (A.CASE_TYPE_EXPORTED,), at=_OWN)],
    "admin-type-new": [_get(), _save("admin-type-new", TITLE, A.CASE_TYPE_CREATED)],
    "admin-type-bring": [
        _get(),
        Act("admin", (A.PAGE_READ,), post={}, files={"file": "parcel"}),
        Act("admin", (A.CASE_TYPE_IMPORTED,), post={"las_in": "1"}, files={"file": "parcel"}),
    ],
    "admin-type-versions": [_get(**_OWN)],
    "admin-type-roll-back": [_send({"till": "@older version"}, A.CASE_TYPE_ROLLED_BACK, **_OWN)],
    "admin-type-withdraw": [_send({}, A.CASE_TYPE_PLAN_WITHDRAWN, **_PLANNED)],
    "admin-form": [
        _get(**_OWN),
        _save("admin-form", NEW_QUESTION, A.CASE_TYPE_DRAFTED, **_OWN),
    ],
    "admin-form-settings": [
        _get(**_OWN),
        _save("admin-form-settings", TITLE, A.CASE_TYPE_DRAFTED, **_OWN),
    ],
    "admin-form-page": [
        _get(**_PAGE),
        _save("admin-form-page", TITLE, A.CASE_TYPE_DRAFTED, **_PAGE),
    ],
    "admin-form-question": [
        _get(**_QUESTION),
        _save("admin-form-question", HELP, A.CASE_TYPE_DRAFTED, **_QUESTION),
    ],
    "admin-form-option": [
        _get(**_OPTION),
        _save("admin-form-option", HELP, A.CASE_TYPE_DRAFTED, **_OPTION),
    ],
    "admin-form-cancelling": [
        _get(**_OWN),
        _save("admin-form-cancelling", RULE, A.CASE_TYPE_DRAFTED, **_OWN),
    ],
    "admin-form-publish": [
        _get(**_OWN),
        _save("admin-form-publish", {}, A.CASE_TYPE_PUBLISHED, **_OWN),
    ],
    "admin-form-discard": [
        _send({"version": "@draft number"}, A.CASE_TYPE_DRAFT_DISCARDED, **_OWN)
    ],
    "admin-handing": [_list(**_HELD)],
    "admin-handing-look": [_send(_NUMBER, A.RESIDENT_LOOKED_UP, _GRANTS, **_HELD)],
    "admin-handing-give": [_send({**_NUMBER, **_WHY}, A.CASE_TYPE_HANDED_OUT, **_HELD)],
    "admin-handing-several": [
        _get(**_HELD),
        _send({**_NUMBERS, **_WHY}, A.RESIDENT_LOOKED_UP, **_HELD),
        _send({**_NUMBERS, **_WHY, "kontrollerad": "@checked"}, A.CASE_TYPE_HANDED_OUT, **_HELD),
    ],
    "admin-handing-end": [_send({"bort": "@handed out"}, A.CASE_TYPE_TAKEN_BACK, **_HELD)],
    "admin-closings": [_get()],
    "admin-new-closing": [Act("admin", why="leads to an empty form and shows nothing")],
    "admin-closing": [
        _get(**_CLOSING),
        _save("admin-closing", {"reason_sv": "Flytt"}, A.UNIT_CLOSING_CHANGED, **_CLOSING),
    ],
    "admin-limit": [_get(), _save("admin-limit", _LIMIT, A.UNIT_LIMIT_CHANGED)],
    "admin-terms": [_get()],
    "admin-terms-search": [_get("?q=ring")],
    "admin-terms-text": [
        _get(**_OWN),
        _get(**_CENTRAL),
        _save("admin-terms-text", TEXT, A.TERMS_CHANGED, **_OWN),
        _save("admin-terms-text", {**TEXT, "gor": "utkast"}, A.TERMS_DRAFTED, **_OWN),
    ],
    "admin-terms-answer": [
        _send(
            {"forslag": "@proposed words", "version": "@words number", "vad": "ta"},
            A.TERMS_DRAFTED,
            A.TERMS_PROPOSAL_ANSWERED,
            **_OWN,
        ),
        _send({"forslag": "@proposed words", "vad": "avboj"}, A.TERMS_PROPOSAL_ANSWERED, **_OWN),
    ],
    "admin-terms-withdraw": [_send({"version": "@terms number"}, A.TERMS_CHANGED, **_WAITING)],
    "admin-terms-version": [
        _get(**_TERMS),
        _save("admin-terms-version", {}, A.TERMS_CHANGED, **_TERMS),
    ],
}
