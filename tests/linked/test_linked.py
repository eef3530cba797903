"""Linked services: made by an office, given to pasted units, shown to residents, and ended."""

from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests import people_made as made
from tests.cases.world import World, make
from tests.database import as_owner
from tests.markup import faults
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.linked import forms
from vardpost.linked.actions.service import distribute, end_service, keep_service
from vardpost.linked.queries import service_of, services, services_at, units_with
from vardpost.linked.values import ServiceData
from vardpost.people.session import open_scope
from vardpost.units.pasted import MOST, read

DATA = ServiceData(
    "Tidbokning", "Boka tid", "Book a time", "Välj en tid.", "Choose a time.", "https://tid.se/"
)
ELSEWHERE = "12"


class Offices:
    """A region's office, another's and the nation's; two units of the region, one of the other."""

    def __init__(self) -> None:
        self.world: World = make()
        with as_owner():
            self.second = made.unit("Almen")
            self.far = made.unit("Fjärran", ELSEWHERE)
            people = {}
            for who, code in (("here", made.REGION), ("there", ELSEWHERE)):
                people[who] = made.staff(None, name=f"Rita {who}")
                made.grant_office(people[who], "region_admin", code)
            people["nation"] = made.staff(None, name="Nora Lund")
            made.grant(people["nation"], "national_office", None)
        self.tokens = {who: made.sign_in(person, "staff") for who, person in people.items()}

    def actor(self, who: str) -> Actor:
        """Set the scope of an office and return its actor."""
        actor = open_scope(self.tokens[who], "", request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str) -> Client:
        """Return a browser of an office."""
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def service(self, who: str = "here", region: str = made.REGION) -> UUID:
        """Make a service and return its key."""
        key = new_id()
        keep_service(actor=self.actor(who), region_id=region, service_id=key, version=0, data=DATA)
        return key

    def hsa(self, unit: made.Unit) -> str:
        """Return a unit's HSA-id."""
        row = db.fetch_one("select hsa_id from care_unit where id = %s", [unit.id])
        assert row
        return str(row[0])

    def give(self, key: UUID, *units: made.Unit, version: int = 0, whole: bool = False) -> int:
        """Give the region's service to units."""
        return distribute(
            actor=self.actor("here"),
            region_id=made.REGION,
            service_id=key,
            version=version,
            units=[unit.id for unit in units],
            whole=whole,
        )


@pytest.fixture
def offices(db: None) -> Offices:  # pytest-django's own
    """Return the offices."""
    return Offices()


def test_a_region_gives_a_service_and_residents_reach_it(offices: Offices) -> None:
    key = offices.service()
    assert offices.give(key, offices.world.unit) == 1
    (link,) = services_at(offices.world.unit.id, "sv")
    assert (link.name, link.host, link.lang) == ("Boka tid", "tid.se", "")
    assert services_at(offices.world.unit.id, "en")[0].name == "Book a time"
    offices.world.as_("resident")
    client = Client()
    client.cookies["session"] = offices.world.tokens["resident"]
    page = client.get(f"/mottagningar/{offices.world.unit.slug}").content.decode()
    assert '<a href="https://tid.se/" rel="external noopener noreferrer">Boka tid' in page
    assert not faults(page)
    end_service(actor=offices.actor("here"), region_id=made.REGION, service_id=key, version=1)
    assert services_at(offices.world.unit.id, "sv") == []


def test_units_are_added_and_replaced_with_history(offices: Offices) -> None:
    key = offices.service()
    offices.give(key, offices.world.unit)
    assert offices.give(key, offices.second, version=1) == 2
    assert offices.give(key, offices.second, version=2, whole=True) == 1
    assert [hsa for hsa, _name in units_with(key)] == [offices.hsa(offices.second)]
    with as_owner():
        rows = db.fetch_all(
            "select detail::text from audit_entry where action = %s order by id",
            [AuditEvent.LINKED_SERVICE_DISTRIBUTED.value],
        )
    assert len(rows) == 3
    assert offices.hsa(offices.world.unit) in rows[2][0]


def test_two_at_once_and_the_same_press_twice(offices: Offices) -> None:
    key = offices.service()
    offices.give(key, offices.world.unit)
    assert offices.give(key, offices.world.unit) == 1
    with as_owner():
        other = made.staff(None, name="Rut Två")
        made.grant_office(other, "region_admin", made.REGION)
    offices.tokens["here"] = made.sign_in(other, "staff")
    with pytest.raises(Moved):
        offices.give(key, offices.second)


def test_no_office_reaches_another(offices: Offices) -> None:
    key = offices.service()
    with pytest.raises(NotFound):
        service_of(ELSEWHERE, key)
    there = offices.actor("there")
    with pytest.raises(NotFound):
        keep_service(actor=there, region_id=ELSEWHERE, service_id=key, version=1, data=DATA)
    with pytest.raises(Denied):
        keep_service(actor=there, region_id=made.REGION, service_id=key, version=1, data=DATA)
    # A unit of another region is left out by the verb, and refused by the database.
    assert offices.give(key, offices.far, offices.second) == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(
            "insert into linked_service_unit values (%s, %s, %s)", [new_id(), key, offices.far.id]
        )
    for path in (f"/r/{made.REGION}/uthoppstjanster", "/n/uthoppstjanster"):
        assert offices.browser("there").get(path).status_code == 404


def test_the_nation_gives_to_any_unit(offices: Offices) -> None:
    key = offices.service("nation", "")
    given_to = distribute(
        actor=offices.actor("nation"),
        region_id="",
        service_id=key,
        version=0,
        units=[offices.far.id, offices.second.id],
        whole=False,
    )
    assert given_to == 2
    assert [one.units for one in services("")] == [2]


def test_an_ended_service_is_never_changed(offices: Offices) -> None:
    key = offices.service()
    here = offices.actor("here")
    end_service(actor=here, region_id=made.REGION, service_id=key, version=1)
    with pytest.raises(BadInput):
        keep_service(actor=here, region_id=made.REGION, service_id=key, version=2, data=DATA)
    end_service(actor=here, region_id=made.REGION, service_id=key, version=1)
    assert services(made.REGION) == []


@pytest.mark.parametrize(
    "address",
    [
        *("http://tid.se", "javascript:alert(1)", "https://", "https://localhost", "tid.se"),
        *("https://a@tid.se/", "https://tid.se:8443/", "https://tid.se/a b", "https://täd.se"),
        *("https://[", "//tid.se"),
    ],
)
def test_only_whole_https_addresses_are_taken(offices: Offices, address: str) -> None:
    typed = {**forms.shown(DATA), "address": address, "version": "0"}
    path = f"/r/{made.REGION}/uthoppstjanster/{new_id()}"
    answer = offices.browser("here").post(path, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Skriv en hel adress" in page
    assert 'value="Tidbokning"' in page


def test_the_pages_keep_what_was_typed_and_lead_on(offices: Offices) -> None:
    client, base = offices.browser("here"), f"/r/{made.REGION}/uthoppstjanster"
    key = new_id()
    answer = client.post(f"{base}/{key}", {**forms.shown(DATA), "version": "0"})
    assert (answer.status_code, answer["Location"]) == (303, f"{base}/{key}/mottagningar")
    good, far = offices.hsa(offices.second), offices.hsa(offices.far)
    pasted = f"  {good.lower()}\u00a0;Almen\n\n{good}\nSE-fel\n{far}"
    answer = client.post(f"{base}/{key}/mottagningar", {"lista": pasted, "version": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not faults(page)
    assert "2 rader har fel" in page
    for words in ("Står redan på rad 1", "Inget HSA-id", "Ingen mottagning här"):
        assert words in page
    assert "SE-fel\n" in page, "what was pasted is kept"
    both = {"lista": pasted, "version": "0", "steg": "lagg-till"}
    assert client.post(f"{base}/{key}/mottagningar", both).status_code == 422
    assert units_with(key) == []
    good_only = {"lista": good, "version": "0"}
    assert (
        "Nya mottagningar: 1"
        in client.post(f"{base}/{key}/mottagningar", good_only).content.decode()
    )
    answer = client.post(f"{base}/{key}/mottagningar", good_only | {"steg": "lagg-till"})
    assert answer["Location"] == f"{base}?utdelat=1"
    assert "1 mottagning" in client.get(base).content.decode()


def test_a_list_that_is_empty_or_too_long_is_told(offices: Offices) -> None:
    key = offices.service()
    client, path = offices.browser("here"), f"/r/{made.REGION}/uthoppstjanster/{key}/mottagningar"
    assert "Klistra in minst" in client.post(path, {"lista": " \n"}).content.decode()
    many = "\n".join(f"SE2321000016-{number:04}" for number in range(MOST + 1))
    answer = client.post(path, {"lista": many})
    assert answer.status_code == 422
    assert "för lång" in answer.content.decode()


@pytest.mark.django_db
@given(st.text(max_size=200))
def test_whatever_is_pasted_is_told_line_by_line(text: str) -> None:
    lines = read(text.replace("\x00", ""), "")
    assert all(one.words for one in lines if one.fault)
    assert [one.number for one in lines] == sorted({one.number for one in lines})
