"""What each scope sees and may change, table by table, written by hand from `domain.md` 2.

A new table goes into `SEEN`, and into `CHANGED` when the web role may change it.
"""

EK = {
    *("ek: anna new", "ek: anna lind", "ek: karin holm", "ek: child alm", "ek: teenager lind"),
    *("ek: nils new", "ek: rut lind", "ek: lind lind"),
}
AL = {name.replace("ek:", "al:") for name in EK}
TALL = {name.replace("ek:", "tall:") for name in EK}
EVERYONE_HERE = {
    *("anna", "karin", "child", "teenager", "rut", "lind", "holm", "alm", "ros", "eva", "ulf"),
    *("ask", "gran", "dag", "nora"),
}
NONE: set[str] = set()


def everywhere(*names: str) -> set[str]:
    return {f"{place}: {name}" for place in ("ek", "al", "tall") for name in names}


#: Cases decide for messages and history too.
CASES = {
    "resident": everywhere("anna new", "anna lind"),
    "guardian": everywhere("karin holm", "child alm"),
    "other resident": everywhere("nils new"),
    "receiver": EK - {"ek: rut lind"},
    "responder": {"ek: anna lind", "ek: teenager lind", "ek: rut lind"},
    "responder on the other unit": {"al: anna lind", "al: teenager lind", "al: rut lind"},
    "colleague": {"ek: karin holm"},
    "both": EK,
    "administrator": NONE,
    "reviewer": NONE,
    "reviewer alone": NONE,
    "receiver on a unit of no role": NONE,
    "receiver elsewhere": AL,
    "receiver in another region": TALL,
    "region office": NONE,
    "national office": NONE,
    "system here": EK | AL,
    "system there": TALL,
    "system of no region": NONE,
}
PEOPLE = {
    "resident": {"anna"},
    "guardian": {"karin", "child"},
    "other resident": {"nils"},
    "receiver": {"rut"},
    "responder": {"lind"},
    "responder on the other unit": {"lind"},
    "colleague": {"holm"},
    "both": {"alm"},
    "administrator": {"ros"},
    "reviewer": {"eva"},
    "reviewer alone": {"ulf"},
    "receiver on a unit of no role": {"rut"},
    "receiver elsewhere": {"ask"},
    "receiver in another region": {"gran"},
    "region office": {"dag"},
    "national office": {"nora"},
    "system here": EVERYONE_HERE,
    "system there": {"nils"},
    "system of no region": NONE,
}
GUARDIANS = {"guardian": {"child", "teenager"}}
OWN = {
    "resident": {"anna"},
    "guardian": {"karin"},
    "receiver": {"rut"},
    "receiver on a unit of no role": {"rut"},
    "responder": {"lind"},
    "responder on the other unit": {"lind"},
}
DRAFTS = {
    "resident": {"anna"},
    "guardian": {"karin", "karin in her case"},
    "receiver": {"rut at the unit"},
    "responder": {"lind on the own case"},
    "responder on the other unit": {"lind elsewhere"},
}
NOTICES = {"system here": {"here"}, "system there": {"there"}}
LEDGER = {
    "resident": everywhere("anna"),
    "guardian": everywhere("karin", "child"),
    "other resident": everywhere("nils"),
    "reviewer": {"ek: anna", "ek: karin", "ek: child", "ek: teenager", "ek: nils"},
    "system here": {
        f"{place}: {name}"
        for place in ("ek", "al")
        for name in ("anna", "karin", "child", "teenager", "nils")
    },
    "system there": {"tall: anna", "tall: karin", "tall: child", "tall: teenager", "tall: nils"},
}
RESIDENTS = {"resident", "guardian", "other resident"}
#: Of administrators: the region's office, the nation's, and a job of the region.
ADMINISTRATORS = {
    "region office": {"here"},
    "national office": {"here", "there"},
    "system here": {"here"},
    "system there": {"there"},
}
#: A region's messages: the region's office, and those whom they were sent to.
WRITTEN = {
    "region office": {"here"},
    "administrator": {"here"},
    "receiver in another region": {"there"},
}
#: And she whose turn it is to accept; here it is Rut.
APPLIED = ADMINISTRATORS | {
    "receiver": {"here"},
    "receiver on a unit of no role": {"here"},
}
#: Of settings: the unit's administrators, and the offices above it.
SETTINGS = {
    "administrator": {"ek"},
    "reviewer": {"ek"},
    "region office": {"ek", "al"},
    "national office": {"ek", "al", "tall"},
    "system here": {"ek", "al"},
    "system there": {"tall"},
}
ABOVE = {
    scope: seen for scope, seen in SETTINGS.items() if scope not in {"administrator", "reviewer"}
}
#: Those who see a unit's whole inbox see the names of its teams.
INBOXES = {
    "receiver": {"ek"},
    "both": {"ek"},
    "receiver elsewhere": {"al"},
    "receiver in another region": {"tall"},
}
_OFFICES = {"region office", "national office"}
#: Changes of settings: those about one resident are for the unit itself.
CHANGES = {
    scope: places
    | {
        f"{place}: {kind}"
        for place in places
        for kind in ("casetypes:grant", "units:approval")
        if scope not in _OFFICES
    }
    for scope, places in SETTINGS.items()
}
#: A unit's work with its terms, and an office's with those of its own types.
OFFICE_TERMS = {
    scope: places
    | ({"region's"} if scope in {"region office", "national office", "system here"} else set())
    | ({"nation's"} if scope == "national office" else set())
    for scope, places in SETTINGS.items()
}
#: Whom a unit has let in: oneself, and those who run that very unit.
APPROVED = {
    "resident": everywhere("anna"),
    "other resident": everywhere("nils"),
    **{
        scope: {f"{place}: {name}" for place in places for name in ("anna", "nils")}
        for scope, places in SETTINGS.items()
        if scope not in _OFFICES
    },
}
#: To whom a unit has handed out a case type: oneself, and those who run that very unit. It can
#: say something of somebody's health, so the offices above do not see it.
HANDED_OUT = {
    "resident": everywhere("anna"),
    "other resident": everywhere("nils"),
    "administrator": {"ek: anna", "ek: nils"},
    "reviewer": {"ek: anna", "ek: nils"},
}
#: Of the directory: those who run units, each in their own region.
DIRECTORY = {
    "administrator": {"ek", "al"},
    "reviewer": {"ek", "al"},
    "region office": {"ek", "al"},
    "national office": {"ek", "al", "tall"},
    "system here": {"ek", "al"},
    "system there": {"tall"},
}
SIGNATURES = {
    "receiver": {"rut"},
    "receiver on a unit of no role": {"rut"},
    "responder": {"lind"},
    "responder on the other unit": {"lind"},
    "receiver elsewhere": {"ask"},
    "receiver in another region": {"gran"},
    "administrator": {"rut", "lind"},
    "reviewer": {"rut", "lind"},
    "region office": {"rut", "lind", "ask"},
    "national office": {"rut", "lind", "ask", "gran"},
    "system here": {"rut", "lind", "ask"},
    "system there": {"gran"},
}
#: Of a review: the unit's reviewer, and of its items those about what somebody else has done.
REVIEWS = {"reviewer": {"ek"}, "system here": {"ek", "al"}, "system there": {"tall"}}
REVIEWED = {
    "reviewer": {"ek: rut"},
    "system here": {"ek: rut", "ek: eva", "al: ask"},
    "system there": {"tall: gran"},
}
#: And the person asked sees the question.
ASKED = {
    **REVIEWED,
    "reviewer": {"ek: rut", "ek: eva"},
    "receiver": {"ek: rut"},
    "receiver on a unit of no role": {"ek: rut"},
    "receiver elsewhere": {"al: ask"},
    "receiver in another region": {"tall: gran"},
}
REVIEW_RULES = {
    "reviewer": {"ek", "here"},
    "region office": {"here"},
    "system here": {"ek", "al", "here"},
    "system there": {"tall", "there"},
}
OF_THE_REGION = {"reviewer": {"here"}, "system here": {"here"}, "system there": {"there"}}
SEEN = {
    "review": REVIEWS,
    "review_item": REVIEWED,
    "review_marking": REVIEWED,
    "review_question": ASKED,
    "review_signal": REVIEWED,
    "review_fact": REVIEWED,
    "review_alarm": REVIEWED,
    "review_alarm_entry": REVIEWED,
    # And whoever asked, wherever it was.
    "mirror_question": {**REVIEWED, "resident": {"ek: rut", "ek: eva", "al: ask", "tall: gran"}},
    "review_search": {"reviewer": {"ek"}},
    "review_export": REVIEWS,
    "review_export_part": REVIEWS,
    "review_rule": REVIEW_RULES,
    "review_plan": REVIEWS,
    "review_escalation": {**REVIEWS, "region office": {"ek", "al"}},
    "review_contact": {**OF_THE_REGION, "region office": {"here"}},
    "review_cursor": OF_THE_REGION,
    "office_application": APPLIED,
    "office_event": APPLIED,
    "office_item": APPLIED,
    "office_confirmation": ADMINISTRATORS,
    "office_message": WRITTEN,
    "office_receipt": WRITTEN,
    "directory_person": DIRECTORY,
    "directory_assignment": DIRECTORY,
    "staff_signature": SIGNATURES,
    "care_case": CASES,
    "case_message": CASES,
    "case_history": CASES,
    "case_flag": CASES,
    "case_mark": {scope: seen for scope, seen in CASES.items() if scope not in RESIDENTS},
    "person": PEOPLE,
    "guardianship": GUARDIANS,
    "notice_setting": OWN,
    "case_draft": DRAFTS,
    "staff_notice": {scope: who for scope, who in OWN.items() if scope not in RESIDENTS},
    "notice": NOTICES,
    "audit_entry": LEDGER,
    "setting_change": CHANGES,
    "approved_resident": APPROVED,
    "case_type_draft": SETTINGS,
    "case_type_grant": HANDED_OUT,
    "overview_view": {"region office": {"dag"}, "national office": {"nora"}},
    "unit_day": SETTINGS,
    "unit_rollup": SETTINGS,
    "unit_joining": SETTINGS,
    "unit_joining_step": SETTINGS,
    "red_flag_draft": {"national office": {"draft"}},
    "red_flag_draft_event": {"national office": {"draft"}},
    "terms_of_use_draft": {"national office": {"terms draft"}},
    "terms_of_use_draft_event": {"national office": {"terms draft"}},
    # As a resident one does not see what one has accepted as staff.
    "terms_of_use_acceptance": {
        "resident": {"anna"},
        "receiver": {"rut"},
        "receiver on a unit of no role": {"rut"},
    },
    "central_order": ABOVE,
    "central_order_unit": ABOVE,
    "ending_telling": ABOVE,
    "case_type_proposal": SETTINGS,
    "text_change": ABOVE,
    "terms_proposal": SETTINGS,
    "template_rollout": ABOVE,
    "template_rollout_unit": ABOVE,
    "template_exemption": SETTINGS,
    "unit_drift": SETTINGS,
    "team": SETTINGS | INBOXES,
    "team_member": SETTINGS,
    "routing_rule": SETTINGS,
    "unit_terms": OFFICE_TERMS,
}
KEYS = {
    "notice_setting": "person_id",
    "staff_notice": "person_id",
    "staff_signature": "person_id",
    "staff_account": "person_id",
    "directory_person": "key",
    "review_fact": "entry_id",
    "review_plan": "unit_id",
    "review_contact": "region_id",
    "review_cursor": "key",
    "unit_day": "unit_id",
    "unit_rollup": "unit_id",
    "unit_drift": "unit_id",
}
_SYSTEM = {"system here", "system there"}
#: What the web role may change at all, and who of those who see a row may change it.
CHANGED = {
    "care_case": ("update {} set unread = unread", set(CASES)),
    "case_mark": (
        "update {} set by_id = nullif(current_setting('app.person', true), '')::uuid",
        {scope for scope in CASES if not scope.startswith("system")},
    ),
    "case_message": ("update {} set read_at = read_at", RESIDENTS),
    "notice_setting": ("update {} set waiting = waiting", set(OWN)),
    "approved_resident": ("update {} set reason = reason", set(SETTINGS)),
    "case_draft": ("delete from {}", set(DRAFTS)),
    "case_type_grant": (
        "update {} set ended_at = now(), ended_why = 'withdrawn', "
        "ended_by_id = nullif(current_setting('app.person', true), '')::uuid",
        {"administrator", "reviewer"},
    ),
    "routing_rule": ("delete from {}", set(SETTINGS)),
    "team_member": ("delete from {}", set(SETTINGS)),
    "team": ("update {} set name = name", set(SETTINGS)),
    "directory_person": ("update {} set phone = phone", {"system here", "system there"}),
    "directory_assignment": ("update {} set ended_on = ended_on", {"system here", "system there"}),
    "staff_signature": ("update {} set signature = signature", set(SIGNATURES)),
    "notice": ("update {} set attempts = attempts", set(NOTICES)),
    "review": ("update {} set version = version", set(REVIEWS)),
    "review_item": (
        "update {} set marked_by_id = nullif(current_setting('app.person', true), '')::uuid",
        {"reviewer"},
    ),
    "review_question": ("update {} set withdrawn_at = withdrawn_at", set(ASKED)),
    "review_signal": (
        "update {} set review_id = (select r.id from review r limit 1)",
        {"reviewer"},
    ),
    "review_fact": ("update {} set facts = facts", _SYSTEM),
    "overview_view": ("delete from {}", {"region office", "national office"}),
    "unit_day": ("delete from {}", _SYSTEM),
    "unit_joining": (
        "update {} set training = training",
        set(SETTINGS) - {"administrator", "reviewer"},
    ),
    "unit_rollup": ("update {} set kept = kept", _SYSTEM),
    "red_flag_draft": ("update {} set reason = reason", {"national office"}),
    "terms_of_use_draft": ("update {} set text_sv = text_sv", {"national office"}),
    "central_order": ("update {} set state = state", set(ABOVE)),
    "ending_telling": ("update {} set told = told", set(ABOVE)),
    "central_order_unit": ("update {} set at = at", _SYSTEM),
    "case_type_proposal": ("update {} set declined_at = declined_at", set(SETTINGS)),
    "text_change": ("update {} set undone_at = undone_at", set(ABOVE)),
    "terms_proposal": ("update {} set settled_at = settled_at", set(SETTINGS)),
    "template_rollout": ("update {} set ended_at = ended_at", set(ABOVE)),
    "template_rollout_unit": ("update {} set at = at", set(ABOVE)),
    "template_exemption": ("delete from {}", set(SETTINGS)),
    "unit_drift": ("update {} set exempt = exempt", set(SETTINGS)),
    # A reviewer only ends it: `test_scopes_alarms.py`.
    "review_alarm": (
        "update {} set version = version where current_setting('app.kind', true) = 'system'",
        _SYSTEM,
    ),
    "mirror_question": ("update {} set version = version", {*REVIEWED, "resident"}),
    "review_cursor": ("update {} set number = number", _SYSTEM),
    "review_export": ("update {} set rows = rows", set(REVIEWS)),
    "review_export_part": ("delete from {}", set(REVIEWS)),
    "review_search": ("update {} set filters = filters", {"reviewer"}),
    # What a region may answer, and what it may not decide: `tests/offices`.
    "office_application": ("update {} set phone = phone", {"national office"}),
    "office_receipt": (
        "update {} set read_at = now()",
        {"administrator", "receiver in another region"},
    ),
    "office_item": (
        "update {} set by_id = nullif(current_setting('app.person', true), '')::uuid",
        {"region office"},
    ),
    "review_plan": ("update {} set months = months", {"reviewer"}),
    "review_contact": ("update {} set phone = phone", {"region office"}),
    "review_escalation": (
        "update {} set received_by_name = received_by_name",
        {"region office"},
    ),
}
