"""Queueing: parts that a verb borrows, so that notices stand or fall with what they tell of."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from vardpost.kernel import clock, db
from vardpost.kernel import queue as jobs
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM

#: The job that sends the notices of one event.
SEND = "notices.send"

_ROW = "gen_random_uuid(), %s::text, %s::uuid, %s::text, {who}, %s::timestamptz, 0, ''"
_INTO = (
    "insert into notice (id, region_id, event_key, template, recipient_id, created_at, attempts, "
    "last_error, to_unit)"
)
_TO_PEOPLE = (
    f"told as ({_INTO} "
    f"select {_ROW.format(who='p.person_id')}, p.to_unit from people p on conflict do nothing)"
)


def queue(
    actor: Actor,
    *,
    event_key: UUID,
    template: str,
    region_id: str,
    recipients: Sequence[UUID],
) -> None:
    """Queue a notice to each of the recipients, and the job that sends them, in one statement.

    The same event queued twice is one notice a person.
    """
    if not recipients:
        return
    db.fetch_one(
        f"with told as ({_INTO} select {_ROW.format(who='one')}, false from unnest(%s::uuid[]) one "
        f"on conflict do nothing) select {jobs.DEFER}",
        [
            *(region_id, event_key, template, clock.now(), list(dict.fromkeys(recipients))),
            *_job(event_key, template, region_id),
        ],
    )


#: A unit's own shared mailbox, when it wants to be told of such an event.
_MAILBOX = (
    "select u.unit_id, true from unit_notice u where u.unit_id = %s and u.mailbox <> '' "
    "and case %s::text when 'new_case' then u.new_case when 'unassigned' then u.unassigned "
    "when 'reminder' then u.reminder else u.replied end <> 'off'"
)


def queue_for_receivers(
    actor: Actor, *, event_key: UUID, template: str, region_id: str, unit_id: UUID
) -> None:
    """Queue a notice to everyone who receives cases on the unit today, and to its mailbox.

    One statement. `actor` is not told of what she did herself.
    """
    now = clock.now()
    today = now.astimezone(STOCKHOLM).date()
    db.fetch_one(
        "with people as materialized (select person_id, false as to_unit "
        "from unit_receivers(%s, %s) person_id "
        f"where person_id is distinct from %s::uuid union all {_MAILBOX}), "
        f"{_TO_PEOPLE} select {jobs.DEFER} where exists (select 1 from people)",
        [
            *(unit_id, today, actor.person_id, unit_id, template),
            *(region_id, event_key, template, now),
            *_job(event_key, template, region_id),
        ],
    )


def queue_for_assignee(
    actor: Actor, *, event_key: UUID, template: str, region_id: str, unit_id: UUID, person_id: UUID
) -> None:
    """Queue a notice to whom a case is assigned, or to the receivers when she answers no more.

    And to the unit's mailbox, when it wants one. One statement.
    """
    now = clock.now()
    today = now.astimezone(STOCKHOLM).date()
    answers = [unit_id, person_id, today]
    db.fetch_one(
        "with people (person_id, to_unit) as materialized ("
        "select %s::uuid, false where answers_here(%s, %s, %s) union all "
        "select person_id, false from unit_receivers(%s, %s) person_id "
        f"where not answers_here(%s, %s, %s) union all {_MAILBOX}), "
        f"{_TO_PEOPLE} select {jobs.DEFER} where exists (select 1 from people)",
        [
            *(person_id, *answers, unit_id, today, *answers, unit_id, template),
            *(region_id, event_key, template, now),
            *_job(event_key, template, region_id),
        ],
    )


def queue_given(
    actor: Actor, *, event_key: UUID, region_id: str, unit_id: UUID, person_id: UUID
) -> None:
    """Queue what a new case that goes straight to somebody tells: her, and the unit's mailbox.

    One statement: the mailbox hears of a new case, she of one that is hers.
    """
    now = clock.now()
    hers = _ROW.format(who="%s::uuid")
    db.fetch_one(
        f"with hers as ({_INTO} select {hers}, false on conflict do nothing), "
        f"people (person_id, to_unit) as materialized ({_MAILBOX}), {_TO_PEOPLE} "
        f"select {jobs.DEFER}, case when exists (select 1 from people) then {jobs.DEFER} end",
        [
            *(region_id, event_key, "assigned", person_id, now),
            *(unit_id, "new_case", region_id, event_key, "new_case", now),
            *_job(event_key, "assigned", region_id),
            *_job(event_key, "new_case", region_id),
        ],
    )


def _job(event_key: UUID, template: str, region_id: str) -> list[Any]:
    return jobs.parameters(SEND, region_id, {"event": event_key, "template": template})
