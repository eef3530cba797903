"""*Fråga varför*: a question about a row of a log, and what happens with it, in words. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.events import AuditEvent
from vardpost.kernel.clock import STOCKHOLM
from vardpost.shell.dates import plain_day
from vardpost.shell.jinja import language

#: As long as a question and an answer may be, and how many may wait for an answer at once.
LONGEST_QUESTION, LONGEST_ANSWER, MOST_WAITING = 1000, 4000, 20
#: What speaks to the resident herself: why stands there.
SPOKEN = frozenset(
    {
        AuditEvent.CASE_ANSWERED,
        AuditEvent.CASE_PARTIAL_SENT,
        AuditEvent.CASE_QUESTION_SENT,
        AuditEvent.MIRROR_ANSWERED,
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as whoever asked it sees it. It never says who did what it is about."""

    id: UUID
    resident_id: UUID
    entry_id: UUID
    entry_at: datetime
    action: str
    outcome: str
    relation: str
    case_number: str
    unit_name: str
    text: str
    asked_at: datetime
    answer_by: date
    unmanned: bool
    answer: str
    answered_at: datetime | None
    read_at: datetime | None

    @property
    def day(self) -> date:
        """Return the day of the row that it is about."""
        return self.entry_at.astimezone(STOCKHOLM).date()

    @property
    def unread(self) -> bool:
        """Whether there is an answer that nobody has had before her."""
        return self.answered_at is not None and self.read_at is None

    def asked_words(self) -> str:
        """Return `Du frågade 20 november`."""
        return _("Du frågade {dag}").replace("{dag}", _day(self.asked_at))

    def answer_words(self) -> str:
        """Return `Svar 24 november från Ekens vårdcentral`; empty while there is none."""
        if self.answered_at is None:
            return ""
        said = _("Svar {dag} från {mottagning}").replace("{dag}", _day(self.answered_at))
        return said.replace("{mottagning}", self.unit_name)

    def next_words(self, today: date) -> str:
        """Return what happens next, and when."""
        if self.answered_at is not None:
            return _("Undrar du fortfarande? Vänd dig till patientnämnden i din region.")
        if self.unmanned:
            return _(
                "Just nu finns ingen på mottagningen som kan svara. Mottagningens administratörer "
                "och regionen vet om det. Vi hör av oss när svaret finns."
            )
        due = plain_day(self.answer_by, language(), today)
        if self.answer_by < today:
            return _(
                "Svaret skulle ha kommit senast {dag}. Mottagningen blir påmind varje vecka. Vi "
                "hör av oss när svaret finns."
            ).replace("{dag}", due)
        words = _("Mottagningen svarar senast {dag}. Vi hör av oss när svaret finns.")
        return words.replace("{dag}", due)


def _day(moment: datetime) -> str:
    return plain_day(moment.astimezone(STOCKHOLM).date(), language())
