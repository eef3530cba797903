"""The tables of administrators, and of what they have set."""

from collections.abc import Mapping

from vardpost.config.activities import Category
from vardpost.config.personal_data.kinds import STAFF, Held

_C = Category

OFFICES: Mapping[str, Held] = {
    "office_application": Held(
        "settings",
        STAFF,
        {
            _C.IDENTITY: "applicant_id applicant_name candidate_id candidate_name hsa_id "
            "reviewer_id reviewer_name decider_id decider_name replaces_id replaces_name",
            _C.CONTACT: "email phone",
            _C.WORK: "employment reason starts_on training_plan handed_over",
            _C.ACTS: "state advised decided_at accepted_at order_number order_on terms_version",
        },
    ),
    "office_event": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "actor_id actor_name", _C.ACTS: "event to_state words"},
        "application_id",
    ),
    "office_item": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "by_id by_name", _C.ACTS: "done"},
        "application_id",
    ),
    "office_confirmation": Held(
        "settings",
        STAFF,
        {
            _C.IDENTITY: "person_id by_id by_name",
            _C.WORK: "role",
            _C.ACTS: "what",
        },
    ),
    "office_message": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "by_id by_name", _C.ACTS: "subject body sent_at"},
    ),
    "office_receipt": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "person_id name", _C.ACTS: "read_at"},
        "message_id",
    ),
    "setting_change": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "actor_id actor_name", _C.ACTS: "reason old new"},
        "object_id undoes_id",
    ),
    "case_type_version": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "author_id author_name", _C.ACTS: "note published_at"},
        "upstream_id shipped",
    ),
    "case_type_draft": Held(
        "settings", STAFF, {_C.IDENTITY: "updated_by_id updated_by_name"}, "based_on_id"
    ),
    "case_type_picture": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "created_by_id"},
        "hash content_type width height data",
    ),
    "terms_text": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "author_id author_name", _C.ACTS: "published_at"},
        "body_sv body_en",
    ),
    "unit_terms": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "owner_id owner_name updated_by_id updated_by_name"},
        "draft_sv draft_en review_by before settled_id",
    ),
    "red_flag_list": Held(
        "settings",
        STAFF,
        {
            _C.IDENTITY: "owner_name published_by",
            _C.WORK: "owner_title",
            _C.ACTS: "published_at",
        },
        "valid_from",
    ),
    "red_flag_draft": Held(
        "settings",
        STAFF,
        {
            _C.IDENTITY: "started_by_id started_by_name proposed_by_id proposed_by_name "
            "decided_by_id decided_by_name",
            _C.ACTS: "reason started_at decided_at",
        },
        "base state",
    ),
    "red_flag_draft_event": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "actor_id actor_name", _C.ACTS: "at event words old new"},
        "draft_id part",
    ),
    "terms_of_use": Held(
        "settings",
        STAFF,
        {
            _C.IDENTITY: "proposed_by_id proposed_by_name published_by_id published_by_name",
            _C.ACTS: "published_at",
        },
        "audience text_sv text_en summary_sv summary_en valid_from",
    ),
    "terms_of_use_draft": Held(
        "settings",
        STAFF,
        {
            _C.IDENTITY: "started_by_id started_by_name proposed_by_id proposed_by_name "
            "decided_by_id decided_by_name",
            _C.ACTS: "started_at decided_at",
        },
        "audience state base text_sv text_en summary_sv summary_en valid_from",
    ),
    "terms_of_use_draft_event": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "actor_id actor_name", _C.ACTS: "event words old new"},
        "draft_id",
    ),
    "unit_template_version": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "author_name", _C.ACTS: "note published_at"},
        "template_id number fields shipped",
    ),
    "template_rollout": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "ordered_by_id ordered_by_name", _C.ACTS: "ordered_at ended_at"},
        "version_id state",
    ),
    "central_order": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "ordered_by_id ordered_by_name", _C.ACTS: "ordered_at"},
        "how state",
    ),
    "case_type_proposal": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "by_name declined_by_name", _C.ACTS: "withdrawn_at declined_at"},
        "by_region_id",
    ),
    "terms_proposal": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "by_name settled_by_name", _C.ACTS: "state settled_at"},
        "change_id by_region_id find put whole",
    ),
    "text_change": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "by_id by_name undone_by_name", _C.ACTS: "undone_at"},
        "find put whole publish own",
    ),
    "template_exemption": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "by_name", _C.ACTS: "reason"},
        "field until",
    ),
}
