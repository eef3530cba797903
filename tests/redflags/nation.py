"""Two people of the national office, and those who are refused: a region's office and a unit's."""

from typing import Any

from tests.national import NationalOffice
from vardpost.kernel import clock
from vardpost.redflags.actions import national as verbs
from vardpost.redflags.drafts import values_of
from vardpost.redflags.lists import Definition
from vardpost.redflags.queries import newest
from vardpost.redflags.queries.drafts import Draft, open_draft

TICK: dict[str, Any] = {
    "label": {"sv": "fästingbett", "en": "tick bite"},
    "advice": "unit",
    "sv": ["fästing*"],
    "en": ["tick bite"],
}
BITE = "flag:tick_bite"


class Nation(NationalOffice):
    """The national office with the nation's list."""

    def draft(self) -> Draft:
        """Return the open draft, as the office sees it."""
        self.actor()
        found = open_draft()
        assert found
        return found

    def begin(self) -> Draft:
        """Begin a draft as Nora."""
        verbs.begin_draft(actor=self.actor())
        return self.draft()

    def change(self, part: str, values: Any, who: str = "nora", version: int | None = None) -> None:
        """Change a part of the draft."""
        found = self.draft()
        verbs.change_draft(
            actor=self.actor(who),
            draft_id=found.id,
            version=found.version if version is None else version,
            part=part,
            values=values,
        )

    def step(self, verb: Any, who: str = "nora", version: int | None = None, **more: Any) -> None:
        """Take a step with the draft."""
        found = self.draft()
        verb(
            actor=self.actor(who),
            draft_id=found.id,
            version=found.version if version is None else version,
            **more,
        )

    def propose(self, who: str = "nora", version: int | None = None) -> None:
        """Propose the draft, to hold from today."""
        self.step(
            verbs.propose_draft,
            who,
            version,
            reason="Fästingar ger frågor.",
            valid_from=clock.today(),
        )

    def proposed(self) -> Draft:
        """Begin a draft, add a sign and propose it, all as Nora."""
        self.begin()
        self.change(BITE, TICK)
        self.propose()
        return self.draft()


def in_force() -> Definition:
    """Return the nation's newest list."""
    card = newest("national", None, None)
    assert card
    return card.definition


def with_phrase(part: str, phrase: str) -> dict[str, Any]:
    """Return a sign of the list in force with one more Swedish phrase."""
    values = dict(values_of(in_force(), part))
    return {**values, "sv": [*values.get("sv", ()), phrase]}
