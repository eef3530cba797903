"""The tables of the ledger, the review of it and the resident's mirror."""

from collections.abc import Mapping

from vardpost.config.activities import Category, Subject
from vardpost.config.personal_data.kinds import EVERYBODY, STAFF, Held

_C = Category
_S = Subject

LOG: Mapping[str, Held] = {
    "audit_entry": Held(
        "log",
        EVERYBODY,
        {
            _C.IDENTITY: "person_id person_name resident_ids",
            _C.FAMILY: "acting_as relation",
            _C.CARE: "object_type object_id state unit_hsa_id unit_name",
            _C.WORK: "roles",
            _C.ACTS: "action outcome purpose actor_kind detail",
            _C.TRACES: "session_id address request_id",
        },
        "schema_version xid",
    ),
    "review_signal": Held(
        "log",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "person_id person_name resident_id",
            _C.ACTS: "action outcome rule rule_name count found_at",
            _C.CARE: "object_id residents",
        },
        "entry_id entry_at review_id",
    ),
    "review_fact": Held(
        "log",
        (_S.RESIDENT, _S.STAFF),
        {_C.IDENTITY: "person_id", _C.ACTS: "facts"},
        "entry_id entry_at",
    ),
    "review_search": Held(
        "log", STAFF, {_C.IDENTITY: "person_id person_name", _C.ACTS: "reason filters"}
    ),
    "review": Held(
        "log",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "opened_by_id opened_by_name person_id resident_id closed_by_id "
            "closed_by_name",
            _C.ACTS: "reason opened_at closed_at outcome conclusion protocol",
        },
        "from_on to_on how size due_on reminded_on protocol_type protocol_hash",
    ),
    "review_item": Held(
        "log",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "person_id person_name resident_id resident_name marked_by_id "
            "marked_by_name",
            _C.WORK: "roles",
            _C.CARE: "object_type object_id state case_number residents relation",
            _C.ACTS: "action outcome facts rules mark comment marked_at",
        },
        "review_id place entry_id entry_at",
    ),
    "review_marking": Held(
        "log",
        STAFF,
        {_C.IDENTITY: "by_id by_name", _C.ACTS: "mark comment"},
        "review_id item_id",
    ),
    "review_question": Held(
        "log",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "to_id to_name resident_name asked_by_id asked_by_name",
            _C.CARE: "unit_name case_number residents",
            _C.ACTS: "action outcome text asked_at answer answered_at withdrawn_at",
        },
        "review_id item_id entry_at answer_by reminded_on",
    ),
    "review_escalation": Held(
        "log",
        STAFF,
        {_C.IDENTITY: "by_id by_name received_by_name", _C.ACTS: "note received_at"},
        "review_id unit_name count",
    ),
    "review_contact": Held("log", (_S.CONTACT,), {_C.IDENTITY: "name", _C.CONTACT: "email phone"}),
    "review_export": Held(
        "log",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "ordered_by_id ordered_by_name residents",
            _C.FAMILY: "kin",
            _C.ACTS: "reason filters ordered_at",
        },
        "search_id review_id form recipient state run rows looked_until size sha256 made_at "
        "expires_at ended_at",
    ),
    "review_export_part": Held(
        "log", (_S.RESIDENT, _S.STAFF), {_C.ACTS: "data"}, "export_id run number"
    ),
    "review_alarm": Held(
        "log",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "person_id person_name resident_id closed_by_id closed_by_name",
            _C.ACTS: "rule entries residents first_at last_at opened_at closed_at outcome comment",
        },
        "review_id",
    ),
    "review_alarm_entry": Held(
        "log",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "person_id resident_id",
            _C.CARE: "object_id",
            _C.ACTS: "rule action",
        },
        "alarm_id entry_id entry_at",
    ),
    "mirror_question": Held(
        "log",
        EVERYBODY,
        {
            _C.IDENTITY: "resident_id asked_by_id person_id answered_by_id answered_by_name",
            _C.CARE: "case_number unit_name relation",
            _C.ACTS: "action outcome text asked_at answer answered_at read_at last_at count",
        },
        "entry_id entry_at answer_by unmanned review_id",
    ),
}
