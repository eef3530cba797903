"""What the service keeps of persons, table by table: the inventory of the record of processing.

GDPR article 30. A table or a column that is not told of here fails the tests of the house, so the
record that `processing.py` writes can be relied on. What each table is for, and how long it is
kept, is told once for each activity.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vardpost.config.activities import Category, Said, Subject


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds of persons: for which activity, about whom, which columns of which kind.

    Columns that say nothing of a person stand in `plain`, or in `PLAIN` for every table.
    """

    activity: str
    subjects: tuple[Subject, ...]
    columns: Mapping[Category, str]
    plain: str = ""
    names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the names of the columns."""
        told = " ".join([*self.columns.values(), self.plain])
        object.__setattr__(self, "names", frozenset(told.split()))


@dataclass(frozen=True, slots=True)
class Nobody:
    """A table that says nothing of any person, with the reason.

    `despite` names columns that look as if they did.
    """

    why: Said
    despite: str = ""


#: Columns that say nothing of a person in whichever table they stand.
PLAIN = frozenset(
    (
        *("id", "key", "version", "position", "created_at", "updated_at", "region_id", "unit_id"),
        *("case_type_id", "level", "content_hash", "definition", "at", "kind"),
    )
)
_C, _S = Category, Subject
_RESIDENTS = (_S.RESIDENT, _S.GUARDIAN)
_ALL = (_S.RESIDENT, _S.GUARDIAN, _S.STAFF)
_STAFF = (_S.STAFF,)

TABLES: Mapping[str, Held | Nobody] = {
    # cases
    "care_case": Held(
        "cases",
        _ALL,
        {
            _C.IDENTITY: "resident_id resident_name resident_number resident_birth sent_by_id "
            "sent_by_name",
            _C.PROTECTED: "resident_protected",
            _C.FAMILY: "capacity",
            _C.HEALTH: "preview raised",
            _C.CARE: "number case_type type_version_id type_name_sv type_name_en state is_open",
            _C.WORK: "assignee_id assignee_name team_id team_name",
            _C.ACTS: "submitted_at first_response_at answered_at finished_at first_read_at "
            "terms_accepted_at reminded_at unassigned_told_at last_kind",
        },
        "terms_id terms_hash terms_lang terms_shown first_due final_due final_days due_at "
        "paused_at reply_by question_due_at unread queue_at message_count",
    ),
    "case_message": Held(
        "cases",
        _ALL,
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
        _ALL,
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
        _STAFF,
        {_C.CARE: "case_id", _C.IDENTITY: "by_id by_name", _C.ACTS: "done"},
        "turn",
    ),
    "case_draft": Held(
        "drafts",
        _ALL,
        {
            _C.IDENTITY: "person_id resident_id",
            _C.HEALTH: "data urgent_checked",
            _C.CARE: "case_id case_type type_version_id sent_at sent_case_id",
        },
    ),
    # persons
    "person": Held(
        "persons",
        _ALL,
        {
            _C.IDENTITY: "number number_kind given_name family_name birth_date sex deceased_on",
            _C.CONTACT: "street postal_code place municipality_code region_code phone email",
            _C.PROTECTED: "protected",
        },
    ),
    "guardianship": Held(
        "persons",
        _RESIDENTS,
        {_C.IDENTITY: "guardian_id child_id", _C.FAMILY: "since until blocked"},
    ),
    "login_session": Held(
        "staff",
        _ALL,
        {
            _C.IDENTITY: "person_id",
            _C.TRACES: "token_hash method address",
            _C.ACTS: "seen_at ended_at ended_why",
        },
    ),
    # staff
    "staff_account": Held(
        "staff",
        _STAFF,
        {
            _C.IDENTITY: "person_id name",
            _C.CONTACT: "email",
            _C.PROTECTED: "protected",
            _C.WORK: "hsa_id title active registered_unit_id inactive_since inactive_reason",
            _C.ACTS: "signed_in_at",
        },
    ),
    "staff_signature": Held(
        "staff", _STAFF, {_C.IDENTITY: "person_id show_as", _C.WORK: "signature"}
    ),
    "overview_view": Held("staff", _STAFF, {_C.IDENTITY: "person_id", _C.CHOICES: "name query"}),
    "role_grant": Held(
        "staff",
        _STAFF,
        {
            _C.IDENTITY: "person_id granted_by_id granted_by_name",
            _C.WORK: "role region_code starts_on ends_on reason settled_at",
        },
    ),
    "unit_joining": Held(
        "staff",
        _STAFF,
        {
            _C.IDENTITY: "contact_name first_admin",
            _C.CONTACT: "contact_phone contact_email",
            _C.WORK: "training",
        },
        "directory_id state template template_version starts_on opened_at",
    ),
    "unit_joining_step": Held(
        "staff",
        _STAFF,
        {_C.IDENTITY: "actor_id actor_name", _C.WORK: "event state reason"},
        "joining_id",
    ),
    "directory_person": Held(
        "staff",
        _STAFF,
        {
            _C.IDENTITY: "number number_kind birth_date sex given_name family_name",
            _C.CONTACT: "email phone",
            _C.PROTECTED: "protected",
            _C.WORK: "hsa_id region_code title seen_at left_on",
        },
    ),
    "directory_assignment": Held(
        "staff", _STAFF, {_C.IDENTITY: "person_id", _C.WORK: "since ended_on"}
    ),
    "team_member": Held("staff", _STAFF, {_C.IDENTITY: "person_id", _C.WORK: "team_id"}),
    "routing_rule": Held(
        "settings",
        _STAFF,
        {_C.IDENTITY: "person_id target_name"},
        "number case_type type_name asked target team_id",
    ),
    # offers
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
    # notices
    "notice": Held(
        "notices",
        _ALL,
        {_C.IDENTITY: "recipient_id", _C.ACTS: "event_key sent_at"},
        "template to_unit held_until settled_at attempts last_error",
    ),
    "notice_setting": Held(
        "notices",
        _ALL,
        {_C.IDENTITY: "person_id", _C.CHOICES: "waiting new_case assigned language"},
    ),
    "staff_notice": Held(
        "notices",
        _STAFF,
        {
            _C.IDENTITY: "person_id",
            _C.CHOICES: "digest_hour quiet_from quiet_to new_case unassigned reminder replied "
            "assigned",
        },
    ),
    # administrators of regions and units
    "office_application": Held(
        "settings",
        _STAFF,
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
        _STAFF,
        {_C.IDENTITY: "actor_id actor_name", _C.ACTS: "event to_state words"},
        "application_id",
    ),
    "office_item": Held(
        "settings", _STAFF, {_C.IDENTITY: "by_id by_name", _C.ACTS: "done"}, "application_id"
    ),
    "office_confirmation": Held(
        "settings",
        _STAFF,
        {_C.IDENTITY: "person_id by_id by_name", _C.WORK: "role", _C.ACTS: "what"},
    ),
    "office_message": Held(
        "settings", _STAFF, {_C.IDENTITY: "by_id by_name", _C.ACTS: "subject body sent_at"}
    ),
    "office_receipt": Held(
        "settings", _STAFF, {_C.IDENTITY: "person_id name", _C.ACTS: "read_at"}, "message_id"
    ),
    # settings
    "setting_change": Held(
        "settings",
        _STAFF,
        {_C.IDENTITY: "actor_id actor_name", _C.ACTS: "reason old new"},
        "object_id undoes_id",
    ),
    "case_type_version": Held(
        "settings",
        _STAFF,
        {_C.IDENTITY: "author_id author_name", _C.ACTS: "note published_at"},
        "upstream_id shipped",
    ),
    "case_type_draft": Held(
        "settings", _STAFF, {_C.IDENTITY: "updated_by_id updated_by_name"}, "based_on_id"
    ),
    "case_type_picture": Held(
        "settings",
        _STAFF,
        {_C.IDENTITY: "created_by_id"},
        "hash content_type width height data",
    ),
    "terms_text": Held(
        "settings",
        _STAFF,
        {_C.IDENTITY: "author_id author_name", _C.ACTS: "published_at"},
        "body_sv body_en",
    ),
    "unit_terms": Held(
        "settings",
        _STAFF,
        {_C.IDENTITY: "owner_id owner_name updated_by_id updated_by_name"},
        "draft_sv draft_en review_by before settled_id",
    ),
    "red_flag_list": Held(
        "settings",
        _STAFF,
        {_C.IDENTITY: "owner_name published_by", _C.WORK: "owner_title", _C.ACTS: "published_at"},
        "valid_from",
    ),
    # log and review
    "audit_entry": Held(
        "log",
        _ALL,
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
        "log", _STAFF, {_C.IDENTITY: "person_id person_name", _C.ACTS: "reason filters"}
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
        _STAFF,
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
        _STAFF,
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
        _ALL,
        {
            _C.IDENTITY: "resident_id asked_by_id person_id answered_by_id answered_by_name",
            _C.CARE: "case_number unit_name relation",
            _C.ACTS: "action outcome text asked_at answer answered_at read_at last_at count",
        },
        "entry_id entry_at answer_by unmanned review_id",
    ),
    # the demo
    "demo_persona": Held(
        "demo",
        _ALL,
        {_C.IDENTITY: "person_id name", _C.WORK: "roles"},
        "place sentence_sv sentence_en",
    ),
    "demo_mail": Held("demo", _ALL, {_C.CONTACT: "recipient"}, "sent_at subject body"),
    # what says nothing of persons
    "django_migrations": Nobody(Said("tabellernas version", "the version of the tables")),
    "region": Nobody(Said("offentliga uppgifter", "public facts")),
    "municipality": Nobody(Said("offentliga uppgifter", "public facts")),
    "care_unit": Nobody(
        Said("mottagningens egna uppgifter", "the unit's own details"),
        "phone email street postal_code",
    ),
    "opening_hours": Nobody(Said("mottagningens tider", "the unit's hours")),
    "catchment_row": Nobody(Said("vilka områden, åldrar och kön", "which areas, ages and sex")),
    "unit_closing": Nobody(Said("mottagningens tider", "the unit's hours")),
    "directory_unit": Nobody(
        Said("mottagningar i katalogen", "units of the directory"), despite="name phone"
    ),
    "unit_ending": Nobody(
        Said("mottagningar som läggs ned", "units that close"), despite="to_unit_id"
    ),
    "unit_former_name": Nobody(Said("mottagningars namn", "names of units"), despite="name"),
    "unit_planned_name": Nobody(Said("mottagningars namn", "names of units"), despite="name"),
    "intake_limit": Nobody(Said("antal", "numbers")),
    "region_day": Nobody(Said("regionens dagar", "the region's days")),
    "team": Nobody(Said("gruppers namn", "names of groups")),
    "unit_notice": Nobody(
        Said("mottagningens gemensamma brevlåda", "the unit's shared mailbox"), "mailbox"
    ),
    "unit_case_type": Nobody(Said("vad mottagningen erbjuder", "what the unit offers")),
    "case_type": Nobody(Said("formulär utan svar", "forms without answers")),
    "linked_service": Nobody(
        Said("länkar till andra tjänster", "links to other services"), despite="address"
    ),
    "linked_service_unit": Nobody(Said("mottagningar som har dem", "units that have them")),
    "unit_template": Nobody(Said("mallar för mottagningar", "templates for units")),
    "unit_template_version": Nobody(
        Said("vad mallarna säger", "what the templates say"), "author_name"
    ),
    "template_rollout": Nobody(
        Said("utrullningar av mallar", "roll-outs of templates"), "ordered_by_name"
    ),
    "template_rollout_unit": Nobody(Said("vad de ändrade", "what they changed")),
    "template_exemption": Nobody(
        Said("undantag från mallar", "exemptions from templates"), "by_name"
    ),
    "unit_drift": Nobody(Said("antal per mottagning", "numbers by unit")),
    "operating_notice": Nobody(Said("driftinformation", "operating notices")),
    "unit_day": Nobody(Said("antal per dag", "numbers a day")),
    "unit_rollup": Nobody(Said("antal per mottagning", "numbers by unit")),
    "terms_shown": Nobody(Said("texter", "texts")),
    "mirror_policy": Nobody(Said("mottagningens val", "the unit's choice")),
    "review_rule": Nobody(Said("regler i ord", "rules in words")),
    "review_plan": Nobody(Said("mottagningens plan", "the unit's plan")),
    "review_cursor": Nobody(Said("hur långt ett jobb har kommit", "how far a job has come")),
    "worker_seen": Nobody(Said("processers livstecken", "signs of life of processes")),
    "audit_leaf": Nobody(Said("kontrollsummor", "hashes")),
    "audit_node": Nobody(Said("kontrollsummor", "hashes")),
    "audit_head": Nobody(Said("intyg som alla får se", "statements for everybody to see")),
    "audit_key": Nobody(Said("öppna nycklar", "public keys"), "signed_by"),
    "audit_alarm": Nobody(Said("larm om loggen själv", "alarms about the log itself")),
    "audit_detached": Nobody(Said("vilka månader som tagits ut", "which months were taken out")),
}
#: Tables of the queue hold ids of rows alone, until their job is done; parts of the ledger are it.
QUEUE = "procrastinate_"
PARTS = "audit_entry_"
