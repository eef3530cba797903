"""The pages of residents: units, drafts, cases."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_LEADS = "leads on to another page and shows nothing"
_KEPT = "the page saves by itself as one types; the row stands since the draft was begun"
_HAS_ONE = "one who has a draft goes on with it, another begins one"
_TYPE = {"arendetyp": "skicka-meddelande"}
_SENT = {"draft_id": "sent"}
_BEGUN = {"draft_id": "begun"}
_ROW = {"day": "log day", "entry_id": "log entry"}
_MOVING = {"case_id": "moving"}
_ASKED = {"case_id": "asked"}
_FIELDS = {"draft_id": "draft", "step": "beskriv"}

ROUTES: Mapping[str, Sequence[Act]] = {
    "units": [Act("resident", why="what anyone may know of units")],
    "unit": [Act("resident", why="what anyone may know of a unit")],
    "case_type": [
        Act("resident", why="what anyone may know of a case type", at=_TYPE),
        Act(
            "other_resident",
            (A.DRAFT_SAVED,),
            at=_TYPE,
            post={},
            form="case_type",
            differs=_HAS_ONE,
        ),
        Act("resident", why=_LEADS, at=_TYPE, post={}, differs=_HAS_ONE),
        Act(
            "resident",
            (A.DRAFT_DELETED, A.DRAFT_SAVED),
            at=_TYPE,
            post={"borja_om": "@draft"},
            differs=_HAS_ONE,
        ),
    ],
    "draft": [Act("resident", why=_LEADS, at={"draft_id": "draft"})],
    "draft_urgent": [
        Act("resident", (A.DRAFT_READ,), at=_BEGUN),
        Act("resident", (A.DRAFT_SAVED,), at=_BEGUN, post={"bradskande": "no"}),
        Act("resident", why=_LEADS, at=_BEGUN, post={"bradskande": "yes"}),
    ],
    "draft_whom": [
        Act("guardian", (A.DRAFT_READ,), at={"draft_id": "guardian's"}),
        Act(
            "guardian", (A.DRAFT_SAVED,), at={"draft_id": "guardian's"}, post={"resident": "@child"}
        ),
    ],
    "draft_questions": [
        Act("resident", (A.DRAFT_READ,), at=_FIELDS),
        Act("resident", (A.DRAFT_SAVED,), at=_FIELDS, post={}, form="draft_questions"),
    ],
    "draft_save": [Act("resident", why=_KEPT, at=_FIELDS, post={"steg": "beskriv", "text": "x"})],
    "draft_flags": [
        Act(
            "resident",
            why="advice on what is typed here and now",
            at=_FIELDS,
            post={"steg": "beskriv", "text": "ont i bröstet"},
        )
    ],
    "draft_check": [
        Act("resident", (A.DRAFT_READ,), at={"draft_id": "draft"}),
        Act(
            "resident",
            # The rules that give it out are another act, told of by itself.
            (A.CASE_SUBMITTED, A.CASE_ROUTED),
            at={"draft_id": "draft"},
            post={"villkor": "1"},
            form="draft_check",
        ),
        Act("resident", why=_LEADS, at=_SENT, post={"villkor": "1"}),
    ],
    "draft_otherwise": [
        Act("resident", (A.DRAFT_READ,), at={"draft_id": "closed draft"}),
        Act(
            "resident",
            (A.DRAFT_SAVED,),
            at={"draft_id": "closed draft"},
            post={"arendetyp": "advice"},
        ),
    ],
    "draft_done": [Act("resident", (A.CASE_READ,), at=_SENT)],
    "draft_drop": [
        Act("resident", (A.DRAFT_READ,), at={"draft_id": "draft"}),
        Act("resident", (A.DRAFT_DELETED,), at={"draft_id": "draft"}, post={}),
    ],
    "home": [Act("resident", (A.CASE_LISTED,))],
    "own_cases": [
        Act("resident", (A.CASE_LISTED,)),
        Act("resident", (A.CASE_LISTED,), query="?visa=avslutade"),
    ],
    "own_drafts": [Act("resident", (A.DRAFT_LISTED,))],
    "own_case": [
        Act("resident", (A.CASE_READ,), at={"case_id": "answered"}),
        Act("resident", (A.CASE_REPLIED,), at=_ASKED, post={"body": "Svar"}, form="own_case"),
        Act(
            "resident",
            (A.CASE_REPLIED,),
            at={"case_id": "answered"},
            post={"body": "En sak till"},
            form="own_case",
        ),
        Act(
            "resident",
            (A.CASE_READ, A.DRAFT_SAVED),
            at=_ASKED,
            post={"body": "Svar", "spara": "1"},
            form="own_case",
        ),
    ],
    "own_case_piece": [
        Act("resident", (A.CASE_READ,), at=_ASKED),
        Act("resident", (A.CASE_READ,), at=_ASKED, query="?del=lage"),
    ],
    "own_case_flags": [
        Act(
            "resident",
            why="advice on what is typed here and now",
            at=_ASKED,
            post={"body": "ont i bröstet"},
        )
    ],
    "own_case_save": [
        Act(
            "resident",
            (A.DRAFT_SAVED,),
            at=_ASKED,
            post={"kind": "reply", "body": "Sv", "version": "1"},
        ),
        Act("resident", why=_KEPT, at=_ASKED, post={"kind": "followup", "body": ""}),
    ],
    "own_case_move": [
        Act("resident", (A.CASE_MOVE_DECLINED,), at=_MOVING, post={"svar": "nej", "version": "1"}),
        # One press that ends a case here and sends it there: a row for each case.
        Act(
            "resident",
            (A.CASE_FORWARDED, A.CASE_SUBMITTED),
            at=_MOVING,
            post={"svar": "ja", "version": "1"},
        ),
    ],
    "own_case_take_back": [
        Act("resident", (A.CASE_READ,), at={"case_id": "new"}),
        Act("resident", (A.CASE_WITHDRAWN,), at={"case_id": "new"}, post={"version": "1"}),
    ],
    "own_case_terms": [Act("resident", (A.CASE_READ,), at={"case_id": "submitted"})],
    "own_case_receipt": [Act("resident", (A.CASE_READ,), at={"case_id": "submitted"})],
    "log": [Act("resident", (A.MIRROR_READ,))],
    "log-questions": [Act("resident", (A.MIRROR_READ,))],
    "log-ask": [
        Act("resident", (A.MIRROR_READ,), at=_ROW),
        Act("resident", (A.MIRROR_ASKED,), at=_ROW, post={"text": "Varför?"}),
    ],
    "log-extract": [
        Act("resident", (A.PAGE_READ,)),
        Act("resident", (A.MIRROR_EXTRACTED,), post={"period": "90", "form": "json"}),
    ],
    "case-log": [
        Act("resident", (A.MIRROR_READ,), at=_ASKED),
        Act("resident", (A.MIRROR_READ,), at=_ASKED, query="?del=kort"),
    ],
    "notice-settings": [
        Act("resident", (A.SETTINGS_READ,)),
        Act(
            "resident",
            (A.NOTICE_SETTINGS_CHANGED,),
            post={"email": "ny@exempel.invalid"},
            form="notice-settings",
        ),
    ],
}
