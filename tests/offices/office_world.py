"""A region with an administrator, the national office with two people, and who may be next."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.offices.actions.apply import apply
from vardpost.offices.actions.decide import decide
from vardpost.offices.queries import application
from vardpost.offices.states import Event
from vardpost.offices.values import Application, ApplicationData
from vardpost.people.session import open_scope
from vardpost.people.system import region_scope

ELSEWHERE = "12"


def in_directory(person_id: UUID, region: str = made.REGION) -> str:
    """Put somebody with an account into a region's directory; return the HSA-id."""
    row = db.fetch_one("select hsa_id, name from staff_account where person_id = %s", [person_id])
    assert row
    given, family = row[1].split(" ", 1)
    db.execute(
        "insert into directory_person (key, hsa_id, region_code, number, number_kind, birth_date, "
        "sex, given_name, family_name, title, email, phone, protected, seen_at) values "
        "(%s, %s, %s, '', 'none', %s, 'woman', %s, %s, '', '', '0980-319 201', false, %s)",
        [row[0].upper(), row[0], region, date(1980, 5, 1), given, family, clock.now()],
    )
    return str(row[0])


@dataclass(slots=True)
class Offices:
    """People by name, each with a session."""

    people: dict[str, UUID] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    hsa_id: str = ""
    unit: made.Unit | None = None
    units: dict[str, made.Unit] = field(default_factory=dict)

    def add(self, who: str, name: str, role: str = "", region: str = "") -> UUID:
        """Make somebody, with a role at an office; call it as the owner."""
        person = made.staff(None, name=name, email=f"{who}@example.com")
        if role:
            made.grant_office(person, role, region)
        self.people[who] = person
        self.tokens[who] = made.sign_in(person, "staff")
        return person

    def actor(self, who: str) -> Actor:
        """Set the scope of somebody and return the actor."""
        found = open_scope(self.tokens[who], "", request_id="r", address="a")
        assert found
        return found

    def browser(self, who: str) -> Client:
        """Return somebody's browser."""
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def data(self, **more: object) -> ApplicationData:
        """Return a whole application about the candidate."""
        return replace(
            ApplicationData(
                candidate_name="Nova Ek",
                hsa_id=self.hsa_id,
                email="nova@example.com",
                phone="0980-319 202",
                employment="Regionens hälso- och sjukvårdsförvaltning",
                reason="Rita går i pension.",
                starts_on=clock.today(),
                replaces_id=None,
                training_plan="Två veckor tillsammans med Rita.",
                handed_over=True,
            ),
            **more,  # type: ignore[arg-type]  # names of its fields
        )

    def applied(self, **more: object) -> UUID:
        """Apply as the region's administrator; return the key."""
        key = new_id()
        apply(
            actor=self.actor("region"),
            region_id=made.REGION,
            application_id=key,
            data=self.data(**more),
        )
        return key

    def decide(self, who: str, key: UUID, event: Event, words: str = "För att.") -> None:
        """Do something to the application as somebody at the national office."""
        decide(
            actor=self.actor(who),
            region_id=made.REGION,
            application_id=key,
            version=self.found(key, who).version,
            event=event,
            words=words,
        )

    def found(self, key: UUID, who: str = "region") -> Application:
        """Return the application as it stands."""
        self.actor(who)
        found = application(made.REGION, key)
        assert found
        return found

    def approved(self, **more: object) -> UUID:
        """Bring an application as far as its approval."""
        key = self.applied(**more)
        self.decide("nora", key, Event.TAKE, "")
        self.decide("nora", key, Event.RECOMMEND)
        self.decide("nils", key, Event.APPROVE, "")
        return key

    def told(self) -> list[UUID]:
        """Return who has been told of something, in the order it was queued."""
        with region_scope("test", made.REGION):
            rows = db.fetch_all("select recipient_id from notice order by created_at, id")
        db.fetch_one("select scope_clear()")
        return [row[0] for row in rows]


def make() -> Offices:
    """Make the offices."""
    world = Offices()
    with as_owner():
        world.unit = made.unit("Eken")
        world.add("region", "Rita Dal", "region_admin", made.REGION)
        world.add("there", "Tor Dal", "region_admin", ELSEWHERE)
        world.add("nora", "Nora Lund", "national_office")
        world.add("nils", "Nils Berg", "national_office")
        candidate = world.add("candidate", "Nova Ek")
        world.hsa_id = in_directory(candidate)
    return world


def days_ago(days: int) -> None:
    """Move everything that administrators hold and were told of back in time."""
    with as_owner():
        back = timedelta(days=days)
        db.execute("update role_grant set created_at = created_at - %s", [back])
        db.execute("update office_confirmation set at = at - %s", [back])
