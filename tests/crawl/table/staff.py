"""The pages of those who receive and answer cases, and what is one's own as staff."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_LEADS = "leads on to another page and shows nothing"
_ELSEWHERE = "residents are led to a page of their own"
_ALL = {"queue": "alla"}
_BESIDE = (A.CASE_LISTED, A.CASE_READ)
_TO = {"till": "@colleague"}


def _at(case: str) -> Mapping[str, str]:
    return {"queue": "alla", "case_id": case}


def _post(case: str, who: str, *leaves: A, form: str = "", **fields: str) -> Act:
    return Act(who, leaves, at=_at(case), post={"version": "1", **fields}, form=form)


ROUTES: Mapping[str, Sequence[Act]] = {
    "my_home": [
        Act("receiver", why=_LEADS),
        Act("nation", why="what one's own role means, in words"),
    ],
    "switch_unit": [Act("receiver", why=_LEADS, post={"mottagning": "@unit"})],
    "unit_home": [Act("receiver", why=_LEADS)],
    "inbox": [Act("receiver", (A.CASE_LISTED,), at=_ALL)],
    "inbox_counts": [Act("receiver", why="numbers without people", at=_ALL)],
    "inbox_rows": [Act("receiver", (A.CASE_LISTED,), at=_ALL)],
    "staff_case": [
        Act("receiver", _BESIDE, at=_at("new")),
        # The first opening by whose case it is moves it as well: one act, one row.
        Act("responder", _BESIDE, at=_at("given")),
    ],
    "staff_thread": [Act("receiver", (A.CASE_READ,), at=_at("new"))],
    "staff_terms": [Act("receiver", _BESIDE, at=_at("submitted"))],
    "staff_send": [
        _post("case", "responder", A.CASE_PARTIAL_SENT, kind="partial_answer", text="kanariebrev"),
        _post("case", "responder", A.CASE_QUESTION_SENT, kind="counter_question", text="Sedan?"),
        _post("case", "responder", A.CASE_ANSWERED, kind="final_answer", text="kanariebrev"),
    ],
    "staff_draft": [
        _post("case", "responder", A.DRAFT_SAVED, kind="final_answer", text="kanariebrev"),
        Act(
            "receiver",
            why="the page saves by itself as one types; the row stands since it was begun",
            at=_at("case"),
            post={"version": "1", "kind": "partial_answer", "text": ""},
        ),
    ],
    "staff_take": [_post("new", "both", A.CASE_TAKEN)],
    "staff_assign": [
        Act("receiver", _BESIDE, at=_at("new")),
        _post("new", "receiver", A.CASE_ASSIGNED, form="staff_assign", **_TO),
        # One press that does two things (domain 3.3).
        _post("new", "receiver", A.CASE_ASSIGNED, A.CASE_PARTIAL_SENT, text="kanariebrev", **_TO),
    ],
    "staff_reassign": [
        Act("receiver", _BESIDE, at=_at("case")),
        _post("case", "receiver", A.CASE_REASSIGNED, form="staff_reassign", **_TO),
    ],
    "staff_to_team": [
        Act("receiver", _BESIDE, at=_at("new")),
        _post("new", "receiver", A.CASE_TO_TEAM, form="staff_to_team", team="@team"),
    ],
    "staff_return": [
        Act("receiver", _BESIDE, at=_at("case")),
        _post("case", "receiver", A.CASE_RETURNED, reason="kanarieurval"),
    ],
    "staff_lower_flag": [_post("flagged", "receiver", A.CASE_FLAG_LOWERED)],
    "staff_tick": [
        _post("demanding", "responder", A.CASE_POINT_CHECKED, punkt="0-1-booked"),
        _post(
            "demanding",
            "responder",
            A.DRAFT_SAVED,
            A.CASE_POINT_CHECKED,
            punkt="0-1-booked",
            kind="final_answer",
            text="kanariebrev",
        ),
    ],
    "staff_journal": [_post("demanding", "responder", A.CASE_JOURNALLED, punkt="0-1-@journal")],
    "staff_mark_urgent": [_post("case", "responder", A.CASE_URGENT_MARKED)],
    "staff_unmark_urgent": [_post("urgent", "responder", A.CASE_URGENT_UNMARKED)],
    "staff_close": [_post("answered", "responder", A.CASE_CLOSED)],
    "staff_close_without": [
        Act("receiver", _BESIDE, at=_at("case")),
        _post("case", "receiver", A.CASE_CLOSED_NO_ANSWER, reason="phone", text="kanariebrev"),
    ],
    "staff_ask_move": [
        Act("receiver", _BESIDE, at=_at("new")),
        _post("new", "receiver", A.CASE_MOVE_ASKED, enhet="@next unit", text="kanariebrev"),
    ],
    "staff_unask_move": [_post("moving", "receiver", A.CASE_MOVE_UNASKED)],
    "staff_reopen": [
        Act("responder", _BESIDE, at=_at("closed")),
        _post("closed", "responder", A.CASE_REOPENED, reason="more"),
    ],
    "my-signature": [
        Act("receiver", (A.STAFF_READ,)),
        Act(
            "receiver",
            (A.SIGNATURE_CHANGED,),
            post={"signature": "Hälsningar"},
            form="my-signature",
        ),
    ],
    "staff-settings": [
        Act("receiver", (A.SETTINGS_READ,), differs=_ELSEWHERE),
        Act(
            "receiver",
            (A.NOTICE_SETTINGS_CHANGED,),
            post={"digest_hour": "9"},
            form="staff-settings",
            differs=_ELSEWHERE,
        ),
    ],
}
