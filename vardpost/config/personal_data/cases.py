"""The tables of cases: what residents send and staff answer."""

from collections.abc import Mapping

from vardpost.config.activities import Category, Subject
from vardpost.config.personal_data.kinds import EVERYBODY, STAFF, Held

_C = Category
_S = Subject

CASES: Mapping[str, Held] = {
    "care_case": Held(
        "cases",
        EVERYBODY,
        {
            _C.IDENTITY: "resident_id resident_name resident_number resident_birth sent_by_id "
            "sent_by_name",
            _C.PROTECTED: "resident_protected",
            _C.FAMILY: "capacity",
            _C.HEALTH: "preview raised",
            _C.CARE: "number case_type type_version_id type_name_sv type_name_en state is_open "
            "move_unit_id move_name moved_to_id moved_from_id moved_from_name",
            _C.WORK: "assignee_id assignee_name team_id team_name",
            _C.ACTS: "submitted_at first_response_at answered_at finished_at first_read_at "
            "terms_accepted_at reminded_at unassigned_told_at last_kind",
        },
        "terms_id terms_hash terms_lang terms_shown first_due final_due final_days due_at "
        "paused_at reply_by question_due_at unread queue_at message_count",
    ),
    "case_message": Held(
        "cases",
        EVERYBODY,
        {
            _C.IDENTITY: "author_id author_name shown_name",
            _C.FAMILY: "capacity",
            _C.HEALTH: "body answers",
            _C.CARE: "case_id",
            _C.WORK: "author_title shown_title signature author_role",
            _C.ACTS: "read_at",
        },
        "reply_by",
    ),
    "case_history": Held(
        "cases",
        EVERYBODY,
        {
            _C.IDENTITY: "actor_id actor_name",
            _C.CARE: "case_id",
            _C.WORK: "actor_role assignee_name",
            _C.ACTS: "event from_state to_state reason",
        },
    ),
    "case_flag": Held(
        "cases",
        (_S.RESIDENT,),
        {_C.HEALTH: "case_id label_sv label_en advice"},
        "list_id list_version",
    ),
    "case_mark": Held(
        "cases",
        STAFF,
        {_C.CARE: "case_id", _C.IDENTITY: "by_id by_name", _C.ACTS: "done"},
        "turn",
    ),
    "case_draft": Held(
        "drafts",
        EVERYBODY,
        {
            _C.IDENTITY: "person_id resident_id",
            _C.HEALTH: "data urgent_checked",
            _C.CARE: "case_id case_type type_version_id sent_at sent_case_id",
        },
    ),
}
