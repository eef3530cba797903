"""What each command of the operator leaves in the ledger, or why nothing: `test_commands.py`."""

from collections.abc import Mapping

from vardpost.audit.events import AuditEvent as A

#: Command and verb, as one types it → the events of its rows, in any order.
LEAVES: Mapping[str, tuple[A, ...]] = {
    "audit export": (A.LOG_TAKEN_OUT,),
    "audit prove": (A.LOG_TAKEN_OUT,),
    "backup": (A.DATABASE_BACKED_UP,),
    "bootstrap national-office": (A.NATIONAL_OFFICE_BOOTSTRAPPED,),
    "case_type export": (A.CASE_TYPE_EXPORTED,),
    "case_type import": (A.CASE_TYPE_IMPORTED, A.CASE_TYPE_PUBLISHED),
    "case_types publish": (A.CASE_TYPE_PUBLISHED,),
    "directory import": (A.DIRECTORY_IMPORTED,),
    "red_flags publish": (A.RED_FLAGS_PUBLISHED,),
    "region_days": (A.REGION_DAY_CHANGED,),
    "restore": (A.DATABASE_RESTORED,),
    "units directory": (A.UNIT_DIRECTORY_IMPORTED,),
    "units onboard": (
        *(A.UNIT_REQUESTED, A.UNIT_APPROVED, A.UNIT_ACTIVATED, A.TEMPLATE_APPLIED),
        *(A.CASE_TYPE_SUBSCRIBED, A.CASE_TYPE_OFFER_CHANGED) * 4,
        A.UNIT_CATCHMENT_CHANGED,
    ),
    "units rollout": (A.TEMPLATE_ROLLED_OUT, A.UNIT_NOTICES_CHANGED, A.TEMPLATE_APPLIED),
    "upgrade": (
        *(A.PLACES_LOADED, A.CASE_TYPE_PUBLISHED, A.RED_FLAGS_PUBLISHED),
        A.TEMPLATES_SHIPPED,
    ),
}
#: Those that leave none, each with the reason.
NONE: Mapping[str, str] = {
    "audit consistency": "hashes and numbers of two heads; no entry is shown",
    "audit key": "a file beside the database, which is not asked",
    "audit resume": "a signed line in the file of heads, and an alarm",
    "audit seal": "what it writes is the seal itself",
    "audit verify": "tells where a log is broken, by number and id; shows no entry",
    "audit words": "the words of public heads, from a file",
    "database_sql": "prints SQL, and asks no database",
    "demo_data": "an invented ledger for invented people, refused where DEMO is off",
    "processing_record": "names of tables and columns, and how many units; no row of anybody",
    "red_flags list": "lists that anybody may read",
    "red_flags test": "an invented text against lists that anybody may read; nothing is kept",
    "run": "starts the processes; each leaves its own rows",
    "terms find": "texts of units, regions and the nation; reads nobody's data",
    "worker": "starts the jobs; each leaves its own rows (JOBS)",
}
#: Those that are tried elsewhere, each with where.
ELSEWHERE: Mapping[str, str] = {
    "audit incident": "on a ledger with a breach: `tests/audit/test_incident.py`",
    "audit detach": "on a ledger of many years: `tests/audit/test_operating.py`",
}
#: Every job of the worker → the verbs that leave its rows, or why none does.
JOBS: Mapping[str, tuple[str, ...] | str] = {
    "audit.months": "makes empty parts of the ledger; nobody's data",
    "cases.close": ("cases.actions.timers.close_by_itself",),
    "cases.question_due": ("cases.actions.timers.question_due",),
    "cases.remind": ("cases.actions.timers.remind",),
    "cases.unassigned": ("cases.actions.timers.unassigned",),
    "casetypes.in_force": (
        "casetypes.actions.publish.come_into_force",
        "casetypes.actions.terms.terms_in_force",
    ),
    "notices.heads": "sends signed heads, numbers and hashes, to whoever keeps them",
    "notices.held": ("notices.actions.sending.send_together", "notices.actions.sending.postpone"),
    "notices.send": ("notices.actions.sending.send", "notices.actions.sending.postpone"),
    "offices.watch": (
        "offices.actions.watch.watch_administrators",
        "offices.actions.yearly.remind_of_unit_admins",
    ),
    "onboarding.names": ("onboarding.actions.names.names_in_force",),
    "people.run_out": (
        "people.actions.grant_ends.end_by_itself",
        "cases.actions.departures.hand_over",
    ),
    "review.export": (
        "review.actions.export_making.give_up_export",
        "review.actions.export_making.finish_export",
    ),
    "review.export.expire": ("review.actions.export_making.expire_export",),
    "review.forget": ("review.actions.notice.drop_old",),
    "review.notice": ("review.actions.notice.notice_next",),
    "review.watch": ("review.actions.watch.watch_next",),
    "review.remind": ("review.actions.plan.remind",),
    "unit_templates.drift": ("unit_templates.actions.drift.count_drift",),
    "closing.tell": ("closing.actions.telling.tell_next",),
    "central.distribute": ("central.actions.distribute.distribute_next",),
    "central.words": "tells administrators that something waits; the change has its own row",
    "unit_templates.roll_out": ("unit_templates.actions.rolling.roll_out_next",),
    "statistics.count": ("statistics.actions.count_units",),
}
