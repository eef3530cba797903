"""Central case types: the same editor at a region's office and at the national one."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from tests.crawl.table.casetypes import HELP, NEW_QUESTION, RULE, TEXT, TITLE
from vardpost.audit.events import AuditEvent as A


def _pages(prefix: str, who: str, at: Mapping[str, str]) -> Mapping[str, Sequence[Act]]:
    own = {**at, "case_type_id": f"{who} type"}
    page = {**own, "key": "beskriv"}
    question = {**own, "place": "fields.problem"}
    option = {**own, "place": "fields.kind", "value": "one"}

    def get(query: str = "", **more: str) -> Act:
        return Act(who, (A.PAGE_READ,), at={**own, **more}, query=query)

    def save(name: str, post: Mapping[str, object], leaves: A, **more: str) -> Act:
        """Fill in the form of the page itself."""
        return Act(who, (leaves,), at={**own, **more}, post=post, form=f"{prefix}-{name}")

    def send(post: Mapping[str, object], leaves: A, **more: str) -> Act:
        return Act(who, (leaves,), at={**own, **more}, post=post)

    planned = {"case_type_id": f"{who} planned type"}
    pages: Mapping[str, Sequence[Act]] = {
        "types": [get()],
        "words": [get("?q=ring")],
        "type": [get(), get(case_type_id="central")],
        "type-preview": [get("?utkast=1&som=ombud"), get(case_type_id="central")],
        "type-new": [get(), save("type-new", TITLE, A.CASE_TYPE_CREATED)],
        "type-bring": [
            get(),
            Act(who, (A.PAGE_READ,), at=at, post={}, files={"file": "parcel"}),
            Act(
                who, (A.CASE_TYPE_IMPORTED,), at=at, post={"las_in": "1"}, files={"file": "parcel"}
            ),
        ],
        "type-copy": [send({}, A.CASE_TYPE_COPIED, case_type_id="central")],
        "type-export": [Act(who, (A.CASE_TYPE_EXPORTED,), at=own)],
        "type-fhir": [Act(who, (A.CASE_TYPE_EXPORTED,), at=own)],
        "type-versions": [get()],
        "type-roll-back": [send({"till": f"@{who} older"}, A.CASE_TYPE_ROLLED_BACK)],
        "type-withdraw": [send({}, A.CASE_TYPE_PLAN_WITHDRAWN, **planned)],
        "form": [get(), save("form", NEW_QUESTION, A.CASE_TYPE_DRAFTED)],
        "form-settings": [get(), save("form-settings", TITLE, A.CASE_TYPE_DRAFTED)],
        "form-page": [get(**page), save("form-page", TITLE, A.CASE_TYPE_DRAFTED, **page)],
        "form-question": [
            get(**question),
            save("form-question", HELP, A.CASE_TYPE_DRAFTED, **question),
        ],
        "form-option": [get(**option), save("form-option", HELP, A.CASE_TYPE_DRAFTED, **option)],
        "form-cancelling": [get(), save("form-cancelling", RULE, A.CASE_TYPE_DRAFTED)],
        "form-publish": [get(), save("form-publish", {}, A.CASE_TYPE_PUBLISHED)],
        "form-discard": [send({"version": f"@{who} draft"}, A.CASE_TYPE_DRAFT_DISCARDED)],
    }
    pages = {**pages, **_giving(who, at), **_texts(prefix, who, at)}
    return {f"{prefix}-{name}": acts for name, acts in pages.items()}


def _texts(prefix: str, who: str, at: Mapping[str, str]) -> Mapping[str, Sequence[Act]]:
    """Return how an office works with the terms of its types; a region reads the nation's."""
    own = {**at, "case_type_id": f"{who} type"}
    text = {**own, "terms_id": f"{who} terms"}
    planned = {**at, "case_type_id": f"{who} planned type"}
    page, older = f"{prefix}-terms-text", f"{prefix}-terms-version"
    draft = {**TEXT, "gor": "utkast"}
    return {
        "terms-text": [
            Act(who, (A.PAGE_READ,), at=own),
            Act(who, (A.PAGE_READ,), at={**own, "case_type_id": "central"}),
            Act(who, (A.TERMS_CHANGED,), at=own, post=TEXT, form=page),
            Act(who, (A.TERMS_DRAFTED,), at=own, post=draft, form=page),
        ],
        "terms-withdraw": [
            Act(who, (A.TERMS_CHANGED,), at=planned, post={"version": f"@{who} terms number"})
        ],
        "terms-version": [
            Act(who, (A.PAGE_READ,), at=text),
            Act(who, (A.TERMS_CHANGED,), at=text, post={}, form=older),
        ],
    }


def _giving(who: str, at: Mapping[str, str]) -> Mapping[str, Sequence[Act]]:
    """Return how a type is given to units, and what comes of it is followed."""
    own, order = {**at, "case_type_id": f"{who} type"}, {**at, "order_id": f"{who} order"}
    pasted = {"hur": "offer", "vilka": "lista", "lista": "@hsa"}
    sure = {**pasted, "steg": "gor", "sett": f"@{who} seen"}
    stop = {"vad": "stoppa"}
    changed = {**at, "change_id": f"{who} change"}
    asked = {"byt": "kansliet", "mot": "expeditionen", "hela": "1", "hur": "utkast"}
    change = {**asked, "steg": "gor", "sett": f"@{who} seen words"}
    return {
        "words-change": [
            Act(who, (A.PAGE_READ,), at=own, query="?byt=kansliet"),
            Act(who, (A.PAGE_READ,), at=own, post=asked),
            Act(who, (A.TERMS_DRAFTED, A.TERMS_DRAFTED, A.TEXTS_CHANGED), at=own, post=change),
        ],
        "words-changes": [Act(who, (A.PAGE_READ,), at=own)],
        "words-changed": [Act(who, (A.PAGE_READ,), at=changed)],
        "words-undo": [Act(who, (A.TEXTS_CHANGE_UNDONE,), at=changed, post={})],
        "type-units": [
            Act(who, (A.PAGE_READ,), at=own),
            Act(who, (A.PAGE_READ,), at=own, post=pasted),
            Act(who, (A.CASE_TYPE_DISTRIBUTED,), at=own, post=sure),
        ],
        "orders": [Act(who, (A.PAGE_READ,), at=own)],
        "order": [Act(who, (A.PAGE_READ,), at=order)],
        "order-move": [Act(who, (A.CASE_TYPE_DISTRIBUTION_MOVED,), at=order, post=stop)],
    }


ROUTES: Mapping[str, Sequence[Act]] = {
    **_pages("region", "region", {"region": "14"}),
    **_pages("office", "nation", {}),
}
