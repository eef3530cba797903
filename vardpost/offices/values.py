"""What the room hands about: applications and administrators, as plain data."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from vardpost.offices.states import Event, Standing, State

LONGEST_NAME = 120
LONGEST_TEXT = 1000
LONGEST_PHONE = 30
LONGEST_ORDER = 60
#: How long an administrator's role stands without being confirmed by another person.
CONFIRMED_FOR = timedelta(days=365)
#: So long before that the others are reminded.
REMINDED_BEFORE = timedelta(days=30)
#: And so long after a reminder, at the earliest, does an unconfirmed role end.
ENDS_AFTER_REMINDER = timedelta(days=30)
#: An alarm that nobody has seen to is raised again after so long.
ALARM_AGAIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ApplicationData:
    """What is said in an application (domain 7.4)."""

    candidate_name: str
    hsa_id: str
    email: str
    phone: str
    employment: str
    reason: str
    starts_on: date
    replaces_id: UUID | None
    training_plan: str
    handed_over: bool
    order_number: str = ""
    order_on: date | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """An application as it stands."""

    id: UUID
    region_id: str
    kind: str
    version: int
    created_at: datetime
    applicant_name: str
    data: ApplicationData
    replaces_name: str
    reviewer_name: str
    decider_name: str
    decided_at: datetime | None
    accepted_at: datetime | None
    standing: Standing

    @property
    def ordered(self) -> bool:
        """Whether the national office opened it on a written order."""
        return self.kind == "ordered"


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of an application's history."""

    at: datetime
    version: int
    event: Event
    to_state: State
    actor_id: UUID
    actor_name: str
    words: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """A point of the checklist: done or not, and by whom it was last changed."""

    done: bool
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who administers a region today, or is about to."""

    person_id: UUID
    name: str
    title: str
    email: str
    hsa_id: str
    active: bool
    since: date
    signed_in_at: datetime | None
    #: When another person last said that she still is to be administrator; else when she began.
    confirmed_at: datetime
    confirmed_by: str
    reminded_at: datetime | None
    alarmed_at: datetime | None

    @property
    def due_at(self) -> datetime:
        """When the role has to be confirmed."""
        return self.confirmed_at + CONFIRMED_FOR

    def is_due(self, now: datetime) -> bool:
        """Whether it is time to confirm the role."""
        return now >= self.due_at - REMINDED_BEFORE

    def is_late(self, now: datetime) -> bool:
        """Whether the role has stood too long: the others were reminded, and nobody confirmed."""
        return (
            now >= self.due_at
            and self.reminded_at is not None
            and now >= self.reminded_at + ENDS_AFTER_REMINDER
        )
