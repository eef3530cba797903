"""Two people of the national office, those who are refused, and those who accept."""

from datetime import date
from typing import Any
from uuid import UUID

from tests.database import as_owner
from tests.national import NationalOffice
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.useterms.actions import draft as verbs
from vardpost.useterms.queries import Draft, open_draft
from vardpost.useterms.values import Audience, Words

FIRST = Words("# Först\n\nLova detta.", "# First\n\nPromise this.")
SECOND = Words(
    "# Först\n\nLova detta och mer.\n\n- En sak",
    "# First\n\nPromise this and more.\n\n- One thing",
    "Du lovar mer.",
    "You promise more.",
)


class Nation(NationalOffice):
    """The national office with the terms of use."""

    def draft(self, audience: Audience = Audience.RESIDENT) -> Draft:
        """Return the open draft, as the office sees it."""
        self.actor()
        found = open_draft(audience)
        assert found
        return found

    def begin(self, audience: Audience = Audience.RESIDENT) -> Draft:
        """Begin a draft as Nora."""
        verbs.begin_draft(actor=self.actor(), audience=audience)
        return self.draft(audience)

    def save(self, words: Words, who: str = "nora", version: int | None = None) -> None:
        """Save the residents' draft."""
        found = self.draft()
        verbs.save_draft(
            actor=self.actor(who),
            draft_id=found.id,
            version=found.version if version is None else version,
            words=words,
        )

    def step(
        self,
        verb: Any,
        who: str = "nora",
        version: int | None = None,
        audience: Audience = Audience.RESIDENT,
        **more: Any,
    ) -> None:
        """Take a step with a draft."""
        found = self.draft(audience)
        verb(
            actor=self.actor(who),
            draft_id=found.id,
            version=found.version if version is None else version,
            **more,
        )

    def propose(self, who: str = "nora", day: date | None = None) -> None:
        """Propose the residents' draft, to hold from today or a day."""
        self.step(verbs.propose_draft, who, valid_from=day or clock.today())

    def publish(
        self,
        words: Words = FIRST,
        audience: Audience = Audience.RESIDENT,
        day: date | None = None,
    ) -> None:
        """Publish a version: Nora writes and proposes, Nils publishes."""
        found = self.begin(audience)
        verbs.save_draft(actor=self.actor(), draft_id=found.id, version=found.version, words=words)
        self.step(verbs.propose_draft, audience=audience, valid_from=day or clock.today())
        self.step(verbs.publish_draft, "nils", audience=audience)


def accepted(person: UUID) -> list[tuple[str, int]]:
    """Return what somebody has accepted, oldest first, as the owner of the tables sees it."""
    with as_owner():
        return [
            (row[0], row[1])
            for row in db.fetch_all(
                "select audience, version from terms_of_use_acceptance where person_id = %s "
                "order by version",
                [person],
            )
        ]


def ledger(event: AuditEvent) -> list[tuple[Any, ...]]:
    """Return who did such a thing, how it ended and what the ledger says of it, oldest first."""
    with as_owner():
        return db.fetch_all(
            "select person_name, outcome, detail::text from audit_entry where action = %s "
            "order by id",
            [event.value],
        )
