"""The demo into the tables, as their owner."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from vardpost.audit.actions import Entry, statement
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions import offer_on_units
from vardpost.casetypes.models import CaseTypeVersion, TermsText
from vardpost.casetypes.queries import version
from vardpost.config.demo import accepted, drifting, joining, own_type, region, sent_on
from vardpost.config.demo.asked import ask_why
from vardpost.config.demo.copying import copy, copy_tuples
from vardpost.config.demo.flags import own_list, propose_next, raise_flags
from vardpost.config.demo.generate import FULL, Demo, Progress, Size, generate
from vardpost.config.demo.handed import give, hold_back
from vardpost.config.demo.kinds import set_up
from vardpost.config.demo.offices import put_forward
from vardpost.config.demo.personas import Cast
from vardpost.config.demo.places import OFFERS, SJOVIK, TALLMO
from vardpost.config.demo.routing import sort_out
from vardpost.config.demo.sending import Offered
from vardpost.config.demo.told import tell
from vardpost.kernel import db
from vardpost.kernel.actor import system_actor
from vardpost.people.system import region_scope
from vardpost.review.actions.notice import notice_acts
from vardpost.review.actions.watch import watch_acts
from vardpost.review.queries.noticing import acts_at

#: How much of the log is judged before anybody has signed in.
NOTICED = timedelta(days=60)

#: In this order: each row's references are there before it.
_ORDER = (
    "care_unit",
    "opening_hours",
    "catchment_row",
    "unit_recommended",
    "region_setting",
    "person",
    "guardianship",
    "staff_account",
    "staff_signature",
    "directory_person",
    "directory_assignment",
    "role_grant",
    "notice_setting",
    "demo_persona",
    "team",
    "team_member",
    "routing_rule",
    "care_case",
    "case_message",
    "case_history",
    "case_flag",
    "case_mark",
    "case_draft",
    "setting_change",
)


def present() -> bool:
    """Tell whether the database holds the demo's people."""
    return _any("select 1 from demo_persona")


def holds_people() -> bool:
    """Tell whether the database holds anybody, any unit or any case."""
    return _any("select 1 from person union all select 1 from care_unit union all select 1 from care_case")  # fmt: skip


def _any(sql: str) -> bool:
    return db.fetch_one(f"{sql} limit 1") is not None


def offered() -> dict[str, Offered]:
    """Return the nation's case types with the ids that this database gave them."""
    found = {}
    newest = CaseTypeVersion.objects.filter(case_type__region=None, unit=None).order_by("version")
    terms = {
        text.case_type_id: text for text in TermsText.objects.filter(unit=None).order_by("version")
    }
    for row in newest.select_related("case_type"):
        form, text = version(row.id).definition, terms[row.case_type_id]
        promise = form.promise
        found[row.case_type.key] = Offered(
            form, row.id, text.id, text.content_hash, promise.first_days, promise.final_days
        )
    return found


def fill(seed: int, now: datetime, size: Size = FULL, progress: Progress = lambda _: None) -> Demo:
    """Make the demo and write it; the caller holds the transaction."""
    rounded = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    national = offered()
    demo = generate(seed, rounded, national, size, progress)
    for table in _ORDER[:3]:
        copy(table, demo.tables[table])
    _offer(demo)
    if demo.cast is not None:
        hold_back(demo.cast.units[TALLMO].id)
        own = own_type.own_offer(national["send_message"].form)
        own_type.write(demo.tables, demo.cast, own, rounded)
        unit = demo.cast.units[TALLMO]
        own_list(demo.tables, unit.id, rounded)
        raise_flags(demo.tables, unit.id)
    for table in _ORDER[3:]:
        copy(table, demo.tables[table])
    if demo.cast is not None:
        set_up(demo.cast, now)
        give(demo.cast, now)
        put_forward(demo.cast, now)
        sort_out(demo.cast)
    region.plant(demo.more, rounded)
    joining.plant(seed + 3, demo.more, rounded)
    joining.rename(seed + 4, rounded)
    joining.close(demo.more, rounded)
    columns = _audit_columns()
    at = columns.index("at")
    _months(min((row[at] for row in demo.audit), default=rounded), rounded)
    copy_tuples("audit_entry", columns, demo.audit)
    if demo.cast is not None:
        _notice(demo.cast, rounded)
        ask_why(demo.cast)
        tell(demo.cast, now)
        propose_next(demo.cast)
        drifting.plant(demo.cast, now)
        accepted.publish(demo.cast)
    db.fetch_one("select setval('case_number', %s)", [len(demo.tables["care_case"])])
    if demo.cast is not None:
        sent_on.ask(demo.cast, demo.asked)
    region.count_all()
    for table in ("care_case", "case_message", "case_history", "audit_entry", "person"):
        db.execute(f"analyze {table}")
    return demo


def _notice(cast: Cast, now: datetime) -> None:
    """Judge the log that is worth reviewing: signals and alarms are there from the first minute."""
    unit = cast.units[SJOVIK]
    with region_scope("demo", unit.region) as actor:
        acts = acts_at(unit.id, now - NOTICED, now)
        notice_acts(actor=actor, acts=acts)
        watch_acts(actor=actor, acts=acts)
    db.fetch_one("select scope_clear()")


def _offer(demo: Demo) -> None:
    """Let each unit offer what its kind offers."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for unit_id, kind in demo.unit_offers.items():
        by_kind[kind].append(unit_id)
    for kind, unit_ids in by_kind.items():
        offer_on_units(unit_ids, OFFERS[kind])


def _months(first: datetime, last: datetime) -> None:
    """Make the parts of the ledger that the demo's past belongs to."""
    db.execute(
        "select audit_month(day::date) from generate_series(date_trunc('month', %s::timestamptz), "
        "%s::timestamptz, interval '1 month') day",
        [first, last],
    )


def _audit_columns() -> list[str]:
    """Return the ledger's columns in the order its own writer puts them."""
    sql, _ = statement(system_actor("demo"), [Entry(AuditEvent.CASE_LISTED, "demo")])
    return [name.strip() for name in sql[sql.index("(") + 1 : sql.index(")")].split(",")]
