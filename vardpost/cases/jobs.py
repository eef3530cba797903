"""What time does by itself, one job a region: each case in a transaction of its own."""

from collections.abc import Callable, Sequence
from typing import Protocol
from uuid import UUID

import structlog

from vardpost.cases.actions import timers
from vardpost.kernel import queue
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import AppError
from vardpost.people.system import region_scope
from vardpost.units.queries import active_regions

LOG = structlog.get_logger("vardpost.timers")
#: Most batches of one run; what is left comes in the next.
_MOST_BATCHES = 20


class _Find(Protocol):
    def __call__(self, *, actor: Actor, tried: Sequence[UUID]) -> list[UUID]: ...


class _Act(Protocol):
    def __call__(self, *, actor: Actor, case_id: UUID) -> bool: ...


@queue.periodic("cases.remind", cron="*/10 * * * *", regions=active_regions)
def remind(region: str) -> None:
    """Tell units of promises that are about to break."""
    run("cases.remind", region, timers.due_for_reminder, timers.remind)


@queue.periodic("cases.unassigned", cron="*/10 * * * *", regions=active_regions)
def unassigned(region: str) -> None:
    """Tell units of cases that nobody has been given for long."""
    run("cases.unassigned", region, timers.due_unassigned, timers.unassigned)


@queue.periodic("cases.question_due", cron="5 * * * *", regions=active_regions)
def question_due(region: str) -> None:
    """Remind residents of questions whose date has passed, and flag them to the unit."""
    run("cases.question_due", region, timers.due_questions, timers.question_due)


@queue.periodic("cases.close", cron="20 * * * *", regions=active_regions)
def close(region: str) -> None:
    """Close what was answered long ago."""
    run("cases.close", region, timers.answered_long_ago, timers.close_by_itself)


def run(name: str, region: str, find: _Find, act: _Act) -> int:
    """Act on everything that is due; return on how many cases. One that fails stops no other."""
    done = 0
    tried: set[UUID] = set()
    for _ in range(_MOST_BATCHES):
        with region_scope(name, region) as actor:
            due = find(actor=actor, tried=sorted(tried))
        if not due:
            break
        tried |= set(due)
        done += sum(_one(name, region, case_id, act) for case_id in due)
    if tried:
        LOG.info("timer ran", timer=name, due=len(tried), done=done)
    return done


def _one(name: str, region: str, case_id: UUID, act: Callable[..., bool]) -> bool:
    try:
        with region_scope(name, region) as actor:
            return act(actor=actor, case_id=case_id)
    except AppError as error:
        # Somebody moved the case meanwhile: the next run sees whether it is still due.
        LOG.info("timer passes", timer=name, case=str(case_id), code=error.code)
    except Exception:
        LOG.exception("timer fails", timer=name, case=str(case_id))
    return False
