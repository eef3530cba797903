"""Log review: what a reviewer reads and does, and what is asked of staff."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A
from vardpost.kernel import clock

_OPEN = {"review_id": "review"}
_READY = {"review_id": "ready review"}
_CLOSED = {"review_id": "closed review"}
_WHY = {"review_id": "why review"}
_FIRST = {**_OPEN, "place": "1"}
_THIRD = {**_OPEN, "place": "3"}
_SEARCH = {"search_id": "search"}
_ALARM = {"alarm_id": "alarm"}
_QUESTION = {"question_id": "question"}
_RULE = {"rule_id": "log rule"}
_MADE, _LATE = {"export_id": "export"}, {"export_id": "late export"}
_ORDER = {
    "form": "csv",
    "recipient": "age147hyzyka07r4hw83ce8t54p59twzzfymwezwsfz7j4yfga2zudrqaskquq",
    "reason": "Tillsyn",
}
_REGION = {"region": "14"}
_REGIONS = {**_REGION, "rule_id": "region's rule"}
_YEAR = str(clock.now().astimezone(clock.STOCKHOLM).year)
_PERIOD = {"from_on": "@from", "to_on": "@to"}


def _get(*leaves: A, **at: str) -> Act:
    return Act("reviewer", leaves, at=at)


def _save(route: str, post: Mapping[str, object], *leaves: A, **at: str) -> Act:
    """Fill in the form of the page itself."""
    return Act("reviewer", leaves, at=at, post=post, form=route)


def _office(route: str, leaves: A, post: Mapping[str, object], **at: str) -> Act:
    """Let the region's office fill in the form of the page itself."""
    return Act("region", (leaves,), at={**_REGION, **at}, post=post, form=route)


ROUTES: Mapping[str, Sequence[Act]] = {
    "review": [_get(A.REVIEW_LISTED)],
    "review-search": [
        _get(A.PAGE_READ),
        _save("review-search", {**_PERIOD, "reason": "Stickprov"}, A.REVIEW_SEARCH_BEGUN),
    ],
    "review-found": [
        Act("reviewer", (A.REVIEW_SEARCHED,), at=_SEARCH, differs="nobody else's search"),
        Act("reviewer", (A.REVIEW_SEARCH_BEGUN,), at=_SEARCH, post=_PERIOD),
    ],
    "review-choose": [
        Act("reviewer", (A.REVIEW_BEGUN,), at=_SEARCH, post={"poster": "@entry"}),
    ],
    "review-export-search": [
        Act("reviewer", (A.PAGE_READ,), at=_SEARCH, differs="nobody else's search"),
        _save("review-export-search", _ORDER, A.REVIEW_EXPORT_ORDERED, **_SEARCH),
    ],
    "review-export-review": [
        _get(A.PAGE_READ, **_CLOSED),
        _save("review-export-review", _ORDER, A.REVIEW_EXPORT_ORDERED, **_CLOSED),
    ],
    "review-exports": [_get(A.REVIEW_EXPORTS_LISTED)],
    "review-export": [_get(A.REVIEW_EXPORT_READ, **_MADE)],
    "review-export-take": [Act("reviewer", (A.REVIEW_EXPORT_TAKEN,), at=_MADE, post={})],
    "review-export-stop": [Act("reviewer", (A.REVIEW_EXPORT_STOPPED,), at=_LATE, post={})],
    "review-export-again": [Act("reviewer", (A.REVIEW_EXPORT_ORDERED,), at=_LATE, post={})],
    "review-signals": [
        _get(A.REVIEW_SIGNALS_LISTED),
        Act("reviewer", (A.REVIEW_BEGUN,), post={"signaler": "@signal"}),
    ],
    "review-alarms": [_get(A.REVIEW_ALARMS_LISTED)],
    "review-alarm": [
        _get(A.REVIEW_ALARM_READ, **_ALARM),
        _save("review-alarm", {"comment": "Sökte en remiss"}, A.REVIEW_ALARM_CLOSED, **_ALARM),
    ],
    "review-alarm-begin": [Act("reviewer", (A.REVIEW_BEGUN,), at=_ALARM, post={})],
    "review-limit": [
        _get(A.PAGE_READ),
        _save("review-limit", {"residents": "12"}, A.REVIEW_RULES_CHANGED),
    ],
    "region-alarms": [Act("region", (A.REVIEW_ALARMS_COUNTED,), at=_REGION)],
    "national-alarms": [Act("nation", (A.REVIEW_ALARMS_COUNTED,))],
    "region-review-limit": [
        Act("region", (A.PAGE_READ,), at=_REGION),
        _office("region-review-limit", A.REVIEW_RULES_CHANGED, {"residents": "12"}),
    ],
    "admin-log": [
        _get(A.PAGE_READ),
        _save("admin-log", {"answer_days": "9"}, A.MIRROR_SETTINGS_CHANGED),
    ],
    "review-sample": [
        _get(A.PAGE_READ),
        _save("review-sample", _PERIOD, A.REVIEW_BEGUN),
    ],
    "review-one": [_get(A.REVIEW_READ, **_OPEN)],
    "review-tell": [
        _get(A.REVIEW_READ, **_OPEN),
        _save("review-tell", {"note": "Två poster"}, A.REVIEW_ESCALATED, **_OPEN),
    ],
    "review-close": [
        _get(A.REVIEW_READ, **_READY),
        _save("review-close", {"conclusion": "Inget"}, A.REVIEW_CLOSED, **_READY),
    ],
    "review-cancel": [
        _get(A.REVIEW_READ, **_OPEN),
        _save("review-cancel", {"conclusion": "Fel urval"}, A.REVIEW_CLOSED, **_OPEN),
    ],
    "review-protocol": [_get(A.REVIEW_PROTOCOL_TAKEN, **_CLOSED)],
    "review-answer": [
        _get(A.REVIEW_ITEM_READ, **_WHY),
        _save("review-answer", {"text": "Hon fördelade."}, A.MIRROR_ANSWERED, **_WHY),
    ],
    "review-item": [_get(A.REVIEW_ITEM_READ, **_FIRST)],
    "review-mark": [
        Act(
            "reviewer",
            (A.REVIEW_ITEM_MARKED,),
            at=_THIRD,
            post={"version": "1", "mark": "ok", "comment": "Egen patient"},
        )
    ],
    "review-question": [
        _get(A.REVIEW_ITEM_READ, **_FIRST),
        _save("review-question", {"text": "Varför?"}, A.REVIEW_ASKED, **_FIRST),
    ],
    "my-questions": [Act("receiver", (A.REVIEW_QUESTIONS_LISTED,))],
    "my-question": [
        Act("receiver", (A.REVIEW_QUESTION_READ,), at=_QUESTION),
        Act("receiver", (A.REVIEW_ANSWERED,), at=_QUESTION, post={"text": "Jag fördelade."}),
    ],
    "review-year": [_get(A.REVIEW_YEAR_READ)],
    "review-year-file": [
        _get(A.REVIEW_YEAR_TAKEN, year=_YEAR, form="csv"),
        _get(A.REVIEW_YEAR_TAKEN, year=_YEAR, form="pdf"),
    ],
    "review-plan": [
        _get(A.PAGE_READ),
        _save("review-plan", {"amount": "9"}, A.REVIEW_PLAN_CHANGED),
    ],
    "review-rules": [
        _get(A.PAGE_READ),
        _save("review-rules", {}, A.REVIEW_RULES_CHANGED),
    ],
    "review-rule": [
        _get(A.PAGE_READ, **_RULE),
        _save("review-rule", {"name": "Ny"}, A.REVIEW_RULES_CHANGED, **_RULE),
    ],
    "review-rule-gone": [
        _save("review-rule", {}, A.REVIEW_RULES_CHANGED, **_RULE),
    ],
    "region-review": [Act("region", (A.REVIEW_ESCALATIONS_LISTED,), at=_REGION)],
    "region-review-year": [Act("region", (A.REVIEW_YEAR_READ,), at=_REGION)],
    "region-review-contact": [
        Act("region", (A.PAGE_READ,), at=_REGION),
        _office(
            "region-review-contact",
            A.REVIEW_CONTACT_CHANGED,
            {"name": "Ombudet", "phone": "0980-319 221"},
        ),
    ],
    "region-review-received": [
        Act(
            "region",
            (A.REVIEW_ESCALATION_RECEIVED,),
            at={**_REGION, "escalation_id": "escalation"},
            post={},
        )
    ],
    "region-review-rules": [
        Act("region", (A.PAGE_READ,), at=_REGION),
        _office("region-review-rules", A.REVIEW_RULES_CHANGED, {}),
    ],
    "region-review-rule": [
        Act("region", (A.PAGE_READ,), at=_REGIONS),
        _office("region-review-rule", A.REVIEW_RULES_CHANGED, {"name": "Ny"}, **_REGIONS),
    ],
    "region-review-rule-gone": [
        _office("region-review-rule", A.REVIEW_RULES_CHANGED, {}, **_REGIONS),
    ],
}
