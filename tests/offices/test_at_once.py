"""Two at one moment on real transactions: one application, one message, and nobody is shown 500."""

from uuid import UUID

import pytest
from django.db import transaction

from tests import people_made as made
from tests.cases.test_two_at_once import Act, at_once
from tests.database import as_owner
from tests.offices.office_world import ELSEWHERE, Offices, make
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.offices.actions.apply import apply
from vardpost.offices.actions.decide import decide
from vardpost.offices.actions.messages import send_message
from vardpost.offices.actions.unit_admins import appoint, remove
from vardpost.offices.states import Event
from vardpost.people.actions.grants import GRANTS
from vardpost.units.queries.settings import version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offices() -> Offices:
    """Return the offices, with a second administrator here and one at the unit."""
    with transaction.atomic():
        world = make()
        assert world.unit
        with as_owner():
            world.add("also", "Rut Två", "region_admin", made.REGION)
            world.add("eva", "Eva Ros")
            made.grant(world.people["eva"], "unit_admin", world.unit)
            made.grant(made.staff(None, name="Kaj Dal"), "unit_admin", world.unit)
    return world


def rows(offices: Offices, table: str, of: str = "true") -> int:
    with transaction.atomic(), as_owner():
        found = db.fetch_one(f"select count(*) from {table} where {of}")
    assert found
    return int(found[0])


def asks(offices: Offices, key: UUID, region: str = made.REGION) -> Act:
    """Return the application about the candidate, by one form."""

    def act(actor: Actor) -> None:
        apply(actor=actor, region_id=region, application_id=key, data=offices.data())

    return act


def sends(key: UUID, region: str = made.REGION) -> Act:
    """Return a message to all, by one form."""

    def act(actor: Actor) -> None:
        send_message(
            actor=actor, region_id=region, message_id=key, subject="Nytt", body="Läs.", units=None
        )

    return act


def test_one_press_that_arrives_twice_is_one_application(offices: Offices) -> None:
    key, token = new_id(), offices.tokens["region"]
    assert at_once(*[(token, "", asks(offices, key))] * 4) == ["done"] * 4
    assert (rows(offices, "office_application"), rows(offices, "office_event")) == (1, 1)


def test_two_apply_for_the_same_person(offices: Offices) -> None:
    ended = at_once(
        *((offices.tokens[who], "", asks(offices, new_id())) for who in ("region", "also"))
    )
    assert sorted(ended) == ["BadInput", "done"]
    assert (rows(offices, "office_application"), rows(offices, "office_event")) == (1, 1)


def test_one_press_that_arrives_twice_is_one_message(offices: Offices) -> None:
    key, token = new_id(), offices.tokens["region"]
    assert at_once(*[(token, "", sends(key))] * 4) == ["done"] * 4
    told = rows(offices, "notice", f"recipient_id = '{offices.people['eva']}'")
    assert (rows(offices, "office_message"), rows(offices, "office_receipt"), told) == (1, 2, 1)


def test_another_regions_key_makes_nothing(offices: Offices) -> None:
    """A key that is taken where one cannot see it is no error of the product's."""
    keys = new_id(), new_id()
    with transaction.atomic():
        asks(offices, keys[0])(offices.actor("region"))
        sends(keys[1])(offices.actor("region"))
        with as_owner():
            far = made.unit("Fjärran", ELSEWHERE)
            made.staff(far, "unit_admin", name="Ulla Bort")
    assert at_once((offices.tokens["there"], "", sends(keys[1], ELSEWHERE))) == ["NotFound"]
    with transaction.atomic(), as_owner():
        db.execute("update directory_person set region_code = %s", [ELSEWHERE])
        somebody = offices.people["nora"]
        db.execute("update office_application set candidate_id = %s", [somebody])
    ended = at_once((offices.tokens["there"], "", asks(offices, keys[0], ELSEWHERE)))
    assert ended == ["NotFound"]
    assert (rows(offices, "office_application"), rows(offices, "office_message")) == (1, 1)


def test_one_approves_and_the_other_rejects(offices: Offices) -> None:
    with transaction.atomic(), as_owner():
        offices.add("nea", "Nea Ek", "national_office")
    with transaction.atomic():
        key = offices.applied()
        offices.decide("nora", key, Event.TAKE, "")
        offices.decide("nora", key, Event.RECOMMEND)

    def decides(event: Event) -> Act:
        return lambda actor: decide(
            actor=actor,
            region_id=made.REGION,
            application_id=key,
            version=3,
            event=event,
            words="För att",
        )

    ended = at_once(
        (offices.tokens["nils"], "", decides(Event.APPROVE)),
        (offices.tokens["nea"], "", decides(Event.REJECT)),
    )
    assert sorted(ended) == ["Moved", "done"]
    assert rows(offices, "office_event") == 4


def test_two_appoint_the_same_person_and_two_remove_her(offices: Offices) -> None:
    unit = offices.unit
    assert unit

    def appoints(actor: Actor) -> None:
        appoint(
            actor=actor,
            region_id=made.REGION,
            slug=unit.slug,
            hsa_id=offices.hsa_id,
            reason="Två behövs",
        )

    both = (offices.tokens["region"], offices.tokens["also"])
    ended = at_once(*((token, "", appoints) for token in both))
    assert ended.count("done") == 1, ended
    assert set(ended) - {"done"} <= {"BadInput", "Moved"}
    person = offices.people["candidate"]
    granted = f"person_id = '{person}' and role = 'unit_admin'"
    assert rows(offices, "role_grant", granted) == 1
    with transaction.atomic():
        offices.actor("region")
        made_from = version(unit.id, GRANTS.key, person)

    def removes(actor: Actor) -> None:
        remove(
            actor=actor,
            region_id=made.REGION,
            slug=unit.slug,
            person_id=person,
            made_from=made_from,
            reason="Har slutat",
            sure=True,
        )

    ended = at_once(*((token, "", removes) for token in both))
    assert ended.count("done") == 1, ended
    assert set(ended) - {"done"} <= {"NotFound", "Moved"}
    assert rows(offices, "role_grant", f"{granted} and ends_on is null") == 0
