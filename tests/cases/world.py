"""One small unit with its people, for tests of the verbs: real rows, real sessions, real scope."""

from dataclasses import dataclass, field
from uuid import UUID

from tests import people_made as made
from tests.database import as_owner
from vardpost.cases.actions.draft import save_case_draft, start_case_draft
from vardpost.cases.actions.submit import submit_case
from vardpost.casetypes.actions import offer_on_units
from vardpost.casetypes.queries import offer
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope

#: Fits the form of `send_message`.
RAW = {
    "subject": ["Fråga om provsvar"],
    "text": ["Jag undrar om mitt provsvar från i måndags har kommit."],
    "phone": ["070-174 06 05"],
    "voicemail": ["yes"],
    "interpreter": ["no"],
}


@dataclass(slots=True)
class World:
    """A unit, its staff and a resident; `as_` puts on someone's session."""

    unit: made.Unit
    people: dict[str, UUID]
    tokens: dict[str, str] = field(default_factory=dict)

    def as_(self, who: str) -> Actor:
        """Set the transaction's scope to a person's session and return the actor."""
        kind = "resident" if who in {"resident", "guardian", "other_resident"} else "staff"
        if who not in self.tokens:
            self.tokens[who] = made.sign_in(self.people[who], kind)
        slug = "" if kind == "resident" else self.unit.slug
        actor = open_scope(self.tokens[who], slug, request_id="test", address="127.0.0.1")
        assert actor is not None
        return actor

    def submit(self, who: str = "resident", words: str = "") -> UUID:
        """Send a case as the resident, in other words if given, and return it."""
        actor = self.as_(who)
        offered = offer(self.unit.id, "send_message")
        draft = start_case_draft(
            actor=actor,
            unit_id=self.unit.id,
            case_type=offered.key,
            version_id=offered.version_id,
        )
        raw = RAW | {"text": [words]} if words else RAW
        save_case_draft(actor=actor, draft_id=draft, raw=raw)
        return submit_case(actor=actor, draft_id=draft, terms_id=offered.terms_id, accepted=True)

    def row(self, case_id: UUID) -> dict[str, object]:
        """Return the case's row as it stands, past row security."""
        names = "state, version, assignee_id, first_response_at, final_due, paused_at, unread"
        with as_owner():
            row = db.fetch_one(
                f"select {names}, finished_at, message_count, last_kind from care_case "
                "where id = %s",
                [case_id],
            )
        assert row is not None
        keys = [*names.split(", "), "finished_at", "message_count", "last_kind"]
        return dict(zip(keys, row, strict=True))

    def count(self, table: str, condition: str = "true") -> int:
        """Count rows past row security."""
        with as_owner():
            row = db.fetch_one(f"select count(*) from {table} where {condition}")
        return int(row[0]) if row else 0


def make() -> World:
    """Make the world: receivers, responders, one who is both, an administrator, residents."""
    with as_owner():
        unit = made.unit()
        db.execute(
            "insert into catchment_row (unit_id, sex, age_from, age_to) values (%s, '', 0, 199)",
            [unit.id],
        )
        people = {
            "receiver": made.staff(unit, "case_receiver", name="Rut Ek"),
            "responder": made.staff(unit, "responder", name="Anders Lind"),
            "colleague": made.staff(unit, "responder", name="Sara Holm"),
            "both": made.staff(unit, "case_receiver", "responder", name="Bo Alm"),
            "admin": made.staff(unit, "unit_admin", name="Eva Ros"),
            "resident": made.person("Karin", "Berg"),
            "other_resident": made.person("Nils", "Dal"),
        }
        offer_on_units([unit.id])
    return World(unit, people)
