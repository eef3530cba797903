"""The tables of residents and staff, of what is offered to them, and of notices."""

from collections.abc import Mapping

from vardpost.config.activities import Category, Subject
from vardpost.config.personal_data.kinds import EVERYBODY, RESIDENTS, STAFF, Held

_C = Category
_S = Subject

PEOPLE: Mapping[str, Held] = {
    "person": Held(
        "persons",
        EVERYBODY,
        {
            _C.IDENTITY: "number number_kind given_name family_name birth_date sex deceased_on",
            _C.CONTACT: "street postal_code place municipality_code region_code phone email",
            _C.PROTECTED: "protected",
        },
    ),
    "guardianship": Held(
        "persons",
        RESIDENTS,
        {_C.IDENTITY: "guardian_id child_id", _C.FAMILY: "since until blocked"},
    ),
    "login_session": Held(
        "staff",
        EVERYBODY,
        {
            _C.IDENTITY: "person_id",
            _C.TRACES: "token_hash method address",
            _C.ACTS: "seen_at ended_at ended_why",
        },
    ),
    "terms_of_use_acceptance": Held(
        "persons",
        EVERYBODY,
        {_C.IDENTITY: "person_id", _C.ACTS: "accepted_at"},
        "audience terms_id language",
    ),
    "staff_account": Held(
        "staff",
        STAFF,
        {
            _C.IDENTITY: "person_id name",
            _C.CONTACT: "email",
            _C.PROTECTED: "protected",
            _C.WORK: "hsa_id title active registered_unit_id inactive_since inactive_reason",
            _C.ACTS: "signed_in_at",
        },
    ),
    "staff_signature": Held(
        "staff", STAFF, {_C.IDENTITY: "person_id show_as", _C.WORK: "signature"}
    ),
    "overview_view": Held("staff", STAFF, {_C.IDENTITY: "person_id", _C.CHOICES: "name query"}),
    "role_grant": Held(
        "staff",
        STAFF,
        {
            _C.IDENTITY: "person_id granted_by_id granted_by_name",
            _C.WORK: "role region_code starts_on ends_on reason settled_at",
        },
    ),
    "unit_joining": Held(
        "staff",
        STAFF,
        {
            _C.IDENTITY: "contact_name first_admin",
            _C.CONTACT: "contact_phone contact_email",
            _C.WORK: "training",
        },
        "directory_id state template template_version starts_on opened_at",
    ),
    "unit_joining_step": Held(
        "staff",
        STAFF,
        {_C.IDENTITY: "actor_id actor_name", _C.WORK: "event state reason"},
        "joining_id",
    ),
    "directory_person": Held(
        "staff",
        STAFF,
        {
            _C.IDENTITY: "number number_kind birth_date sex given_name family_name",
            _C.CONTACT: "email phone",
            _C.PROTECTED: "protected",
            _C.WORK: "hsa_id region_code title seen_at left_on",
        },
    ),
    "directory_assignment": Held(
        "staff", STAFF, {_C.IDENTITY: "person_id", _C.WORK: "since ended_on"}
    ),
    "team_member": Held("staff", STAFF, {_C.IDENTITY: "person_id", _C.WORK: "team_id"}),
    "routing_rule": Held(
        "settings",
        STAFF,
        {_C.IDENTITY: "person_id target_name"},
        "number case_type type_name asked target team_id",
    ),
    "approved_resident": Held(
        "offers",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "person_id approved_by_name",
            _C.CARE: "until reason",
        },
    ),
    "case_type_grant": Held(
        "offers",
        (_S.RESIDENT, _S.STAFF),
        {
            _C.IDENTITY: "person_id granted_by_id granted_by_name ended_by_id ended_by_name",
            _C.CARE: "reason starts_on until ended_why",
            _C.ACTS: "granted_at ended_at",
        },
    ),
    "notice": Held(
        "notices",
        EVERYBODY,
        {_C.IDENTITY: "recipient_id", _C.ACTS: "event_key sent_at"},
        "template to_unit held_until settled_at attempts last_error",
    ),
    "notice_setting": Held(
        "notices",
        EVERYBODY,
        {_C.IDENTITY: "person_id", _C.CHOICES: "waiting new_case assigned language"},
    ),
    "staff_notice": Held(
        "notices",
        STAFF,
        {
            _C.IDENTITY: "person_id",
            _C.CHOICES: "digest_hour quiet_from quiet_to new_case unassigned reminder replied "
            "assigned",
        },
    ),
    "demo_persona": Held(
        "demo",
        EVERYBODY,
        {_C.IDENTITY: "person_id name", _C.WORK: "roles"},
        "place sentence_sv sentence_en",
    ),
    "demo_mail": Held("demo", EVERYBODY, {_C.CONTACT: "recipient"}, "sent_at subject body"),
}
