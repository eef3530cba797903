"""Acts on a case in a state that forbids them, one for each that moves or marks a case.

The page is drawn again with what has happened meanwhile, and that is a look with its own rows.
"""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_TO = {"till": "@colleague"}
_TEXT = {"text": "kanariebrev"}
_REASON = {"reason": "kanarieurval"}


def _staff(who: str, case: str, **fields: str) -> Act:
    shown = (A.CASE_LISTED, A.CASE_READ)
    at = {"queue": "alla", "case_id": case}
    return Act(who, shown, at=at, post={"version": "1", **fields}, status=409)


def _own(case: str, **fields: str) -> Act:
    fields["version"] = "1"
    return Act("resident", (A.CASE_READ,), at={"case_id": case}, post=fields, status=409)


REFUSED: Mapping[str, Sequence[Act]] = {
    "staff_send": [
        _staff("responder", "closed", kind="partial_answer", **_TEXT),
        _staff("responder", "answered", kind="counter_question", **_TEXT),
        _staff("responder", "closed", kind="final_answer", **_TEXT),
    ],
    "staff_take": [_staff("both", "closed")],
    "staff_assign": [_staff("receiver", "closed", **_TO)],
    "staff_reassign": [_staff("receiver", "closed", **_TO)],
    "staff_to_team": [_staff("receiver", "case", team="@team")],
    "staff_return": [_staff("receiver", "answered", **_REASON)],
    "staff_lower_flag": [_staff("receiver", "closed")],
    "staff_tick": [_staff("responder", "closed", punkt="0-1-booked")],
    "staff_journal": [_staff("responder", "closed", punkt="0-1-@journal")],
    "staff_mark_urgent": [_staff("responder", "closed")],
    "staff_unmark_urgent": [_staff("responder", "closed")],
    "staff_close": [_staff("responder", "case")],
    "staff_close_without": [_staff("receiver", "closed", reason="phone", **_TEXT)],
    "staff_ask_move": [_staff("receiver", "moving", enhet="@next unit", **_TEXT)],
    "staff_unask_move": [_staff("receiver", "new")],
    "staff_reopen": [_staff("responder", "case", reason="more")],
    "own_case": [
        _own("closed", kind="followup", body="En sak till"),
        _own("case", kind="reply", body="Svar"),
    ],
    "own_case_move": [_own("new", svar="ja"), _own("new", svar="nej")],
    "own_case_take_back": [_own("closed")],
}
#: Routes whose acts move a case and that no state refuses, each with the reason.
NEVER: Mapping[str, str] = {
    "draft_check": "a draft that was sent leads on to its receipt: the second press does nothing"
}
