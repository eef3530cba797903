"""A unit's plan of review, a region's contact, and what the region does with what it is told."""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.utils.translation import ngettext

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import stable_key
from vardpost.kernel.tenancy import Thing
from vardpost.notices.actions.queue import queue
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.review.actions.asked import PURPOSE
from vardpost.review.plan import Plan
from vardpost.review.queries import due, escalations
from vardpost.review.queries.escalations import Contact, Escalation
from vardpost.review.queries.plan import plan_of
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values


def _plan_words(values: Values) -> list[Line]:
    if not values:
        return []
    plan = Plan(**values)
    months = ngettext("varje månad", "var {n}:e månad", plan.months)
    size = _("{n} procent") if plan.of == "percent" else _("{n} poster")
    days = _("{n} dagar")
    return [
        (_("Stickprov"), months.replace("{n}", str(plan.months))),
        (_("Urvalets storlek"), size.replace("{n}", str(plan.amount))),
        (_("Granskningen ska vara klar inom"), days.replace("{n}", str(plan.due_days))),
        (_("Förklaringar ska komma inom"), days.replace("{n}", str(plan.answer_days))),
    ]


def change_plan(
    *, actor: Actor, unit_id: UUID, version: int, plan: Plan, undoes: UUID | None = None
) -> None:
    """Keep how often a sample is drawn, and how large. Raises as `settings.begin`."""
    held = begin(actor, PLAN, unit_id=unit_id, version=version, new=asdict(plan))
    if held is None:
        return
    old = plan_of(unit_id)
    db.execute(
        "insert into review_plan (unit_id, months, unit_of_size, amount, due_days, answer_days) "
        "values (%s, %s, %s, %s, %s, %s) on conflict (unit_id) do update set "
        "months = excluded.months, unit_of_size = excluded.unit_of_size, "
        "amount = excluded.amount, due_days = excluded.due_days, "
        "answer_days = excluded.answer_days",
        [unit_id, plan.months, plan.of, plan.amount, plan.due_days, plan.answer_days],
    )
    note(held, old=asdict(old), new=asdict(plan), undoes=undoes)


def restore_plan(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older plan back. Raises as `change_plan`; `object_id` is empty."""
    plan = Plan(**values)
    change_plan(actor=actor, unit_id=unit_id, version=version, plan=plan, undoes=undoes)


def _contact_words(values: Values) -> list[Line]:
    return [
        (_("Namn"), str(values.get("name", ""))),
        (_("E-post"), str(values.get("email", ""))),
        (_("Telefon"), str(values.get("phone", ""))),
    ]


def change_contact(*, actor: Actor, region_id: str, version: int, contact: Contact) -> None:
    """Keep whom the region's reviewers turn to. Raises as `settings.begin`."""
    held = begin(actor, CONTACT, region_id=region_id, version=version, new=asdict(contact))
    if held is None:
        return
    old = escalations.contact_of(region_id)
    db.execute(
        "insert into review_contact (region_id, name, email, phone) values (%s, %s, %s, %s) "
        "on conflict (region_id) do update set name = excluded.name, email = excluded.email, "
        "phone = excluded.phone",
        [region_id, contact.name, contact.email, contact.phone],
    )
    note(held, old=asdict(old), new=asdict(contact))


def list_escalations(
    *, actor: Actor, region_id: str, before: tuple[object, UUID] | None = None
) -> list[Escalation]:
    """Return a page of what the region was told; units and numbers, no entries. Raises `Denied`."""
    require(actor, Permission.REVIEW_ESCALATION_READ, Thing(region_id=region_id))
    found = escalations.of_region(region_id, before)  # type: ignore[arg-type]  # a moment and an id
    record(actor, _told(AuditEvent.REVIEW_ESCALATIONS_LISTED, region_id, region_id, len(found)))
    return found


def receive(*, actor: Actor, region_id: str, escalation_id: UUID) -> None:
    """Say that the region has seen it; the reviewers read who. Raises `Denied` and `NotFound`."""
    require(actor, Permission.REVIEW_ESCALATION_READ, Thing(region_id=region_id))
    row = db.fetch_one(
        "select received_at from review_escalation where id = %s and region_id = %s for update",
        [escalation_id, region_id],
    )
    if row is None:
        raise NotFound("escalation")
    if row[0] is not None:
        return
    db.execute(
        "update review_escalation set received_at = %s, received_by_name = %s where id = %s",
        [clock.now(), actor.name, escalation_id],
    )
    record(actor, _told(AuditEvent.REVIEW_ESCALATION_RECEIVED, region_id, escalation_id))


def remind(*, actor: Actor, today: date) -> int:
    """Remind of reviews and questions that are due, once a day each; return of how many.

    Reviewers are told of reviews from three days before; the person asked from the day before her
    answer is due. For the job, in its region.
    """
    region = actor.region_id or ""
    require(actor, Permission.REVIEW_SCAN, Thing(region_id=region))
    told = 0
    for one in due.reviews(region, today):
        db.execute("update review set reminded_on = %s where id = %s", [today, one.id])
        told += _remind(actor, region, one, "review", today)
    for one in due.questions(region, today):
        db.execute("update review_question set reminded_on = %s where id = %s", [today, one.id])
        told += _remind(actor, region, one, "explain", today)
    _see_who_may_answer(region, today)
    for one in due.samples(region, today):
        told += _remind(actor, region, one, "review", today)
    return told


def _see_who_may_answer(region: str, today: date) -> None:
    """Note of each question of a resident's that waits whether anybody may answer it today."""
    db.execute(
        "update mirror_question q set unmanned = not q.unmanned where q.region_id = %s "
        "and q.answered_at is null and q.unmanned = exists (select 1 from mirror_reviewers("
        "q.unit_id, q.person_id, q.resident_id, %s))",
        [region, today],
    )


def _remind(actor: Actor, region: str, one: due.Due, template: str, today: date) -> int:
    queue(
        actor,
        event_key=stable_key("review", one.id, template, today.isoformat()),
        template=template,
        region_id=region,
        recipients=one.people,
    )
    record(actor, _told(AuditEvent.REVIEW_REMINDED, region, one.id, len(one.people)))
    return 1


def _told(event: AuditEvent, region: str, about: object, number: int | None = None) -> Entry:
    return Entry(
        event=event,
        object_type="review",
        object_id=about,
        purpose=PURPOSE,
        region_id=region,
        detail={} if number is None else {"number": number},
    )


PLAN = Kind(
    "review:plan",
    later("Granskning: plan"),
    Permission.REVIEW_RULES_EDIT,
    AuditEvent.REVIEW_PLAN_CHANGED,
    "granskning/plan",
    _plan_words,
    restore_plan,
)
CONTACT = Kind(
    "review:contact",
    later("Granskning: kontakt i regionen"),
    Permission.REVIEW_RULES_EDIT,
    AuditEvent.REVIEW_CONTACT_CHANGED,
    "",
    _contact_words,
)
