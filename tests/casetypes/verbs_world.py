"""A unit and the offices above it, with their sessions, for the verbs of the case types."""

from dataclasses import dataclass, replace
from uuid import UUID

from tests import people_made as made
from tests.database import as_owner
from vardpost.casetypes import actions
from vardpost.casetypes.fields import Field, FormDefinition, Option, Text
from vardpost.casetypes.queries import version
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.people.session import open_scope

PROBLEM = Field(
    key="problem",
    type="longtext",
    step="beskriv",
    label=Text("Vad gäller det?", "What is it about?"),
    required=True,
    missing=Text("Skriv vad det gäller", "Write what it is about"),
)
KIND = Field(
    key="kind",
    type="choice",
    step="beskriv",
    label=Text("Vilken sort?", "Which kind?"),
    options=(
        Option("one", Text("Ett", "One")),
        Option("other", Text("Annat", "Other")),
    ),
    open_options=True,
)


@dataclass(slots=True)
class Offices:
    """Two units in a region, and who runs them."""

    unit: made.Unit
    other: made.Unit
    people: dict[str, UUID]

    def as_(self, who: str) -> Actor:
        """Set the transaction's scope to a person's session and return the actor."""
        slug = {"admin": self.unit.slug, "receiver": self.unit.slug, "elsewhere": self.other.slug}
        token = made.sign_in(self.people[who], "staff")
        actor = open_scope(token, slug.get(who, ""), request_id="r", address="127.0.0.1")
        assert actor is not None
        return actor


def make() -> Offices:
    """Make them."""
    with as_owner():
        unit, other = made.unit(), made.unit("Vårdcentralen Alen")
        people = {
            "admin": made.staff(unit, "unit_admin", name="Eva Ros"),
            "receiver": made.staff(unit, "case_receiver", name="Rut Ek"),
            "elsewhere": made.staff(other, "unit_admin", name="Ada Al"),
            "region": made.staff(None, "region_admin", name="Rolf By"),
            "nation": made.staff(None, "national_office", name="Nora Mo"),
        }
        actions.offer_on_units([unit.id, other.id])
    return Offices(unit, other, people)


def with_questions(form: FormDefinition, *fields: Field, **more: object) -> FormDefinition:
    """Return a fresh draft made into a form that can be published."""
    return replace(
        form,
        description=Text("För dig som undrar", "For you who wonder"),
        fields=fields or (PROBLEM,),
        **more,  # type: ignore[arg-type]  # whatever a form has
    )


def draft(case_type_id: UUID) -> tuple[FormDefinition, int]:
    """Return the draft as it stands, past row security."""
    from vardpost.casetypes.reading import stored_definition

    with as_owner():
        row = db.fetch_one(
            "select definition::text, version from case_type_draft where case_type_id = %s",
            [case_type_id],
        )
    assert row is not None
    return stored_definition(row[0]), row[1]


def published(actor: Actor, case_type_id: UUID, *fields: Field, **more: object) -> UUID:
    """Write the draft full and publish it; return the version."""
    form, number = draft(case_type_id)
    number = actions.save_draft(
        actor=actor,
        case_type_id=case_type_id,
        definition=with_questions(form, *fields, **more),
        version=number,
    )
    return actions.publish(actor=actor, case_type_id=case_type_id, version=number)


def national(key: str) -> UUID:
    """Return the id of a national type."""
    row = db.fetch_one("select id from case_type where key = %s and region_id is null", [key])
    assert row is not None
    found: UUID = row[0]
    return found


def form_of(version_id: UUID) -> FormDefinition:
    """Return a published form."""
    return version(version_id).definition
