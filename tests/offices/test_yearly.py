"""Unit administrators are confirmed by their region once a year, and the region is reminded."""

import pytest

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.offices.office_world import ELSEWHERE, Offices, days_ago, make
from vardpost.kernel import db
from vardpost.kernel.errors import BadInput, Denied
from vardpost.offices.actions.yearly import confirm_unit_admins, remind_of_unit_admins
from vardpost.offices.queries.due import due, how_many
from vardpost.people.system import region_scope

pytestmark = pytest.mark.django_db
PATH = f"/r/{made.REGION}/mottagningsadministratorer/bekrafta"


@pytest.fixture
def offices() -> Offices:
    """Return the offices; Eva and the region's own Rita run a unit, Ulla one elsewhere."""
    world = make()
    with as_owner():
        assert world.unit
        for who, name in (("eva", "Eva Ros"), ("kaj", "Kaj Dal")):
            world.add(who, name)
            made.grant(world.people[who], "unit_admin", world.unit)
        made.grant(world.people["region"], "unit_admin", world.unit)
        world.add("ulla", "Ulla Bort")
        made.grant(world.people["ulla"], "unit_admin", made.unit("Fjärran", ELSEWHERE))
    return world


def _due(offices: Offices) -> list[str]:
    offices.actor("region")
    return [one.name for one in due(made.REGION)]


def _remind() -> int:
    with region_scope("test", made.REGION) as actor:
        return remind_of_unit_admins(actor=actor)


def _key(offices: Offices, who: str) -> str:
    assert offices.unit
    return f"{offices.unit.id}.{offices.people[who]}"


def test_nobody_is_due_before_the_year_is_nearly_over(offices: Offices) -> None:
    days_ago(334)
    assert _due(offices) == []
    assert _remind() == 0
    days_ago(1)
    assert _due(offices) == ["Eva Ros", "Kaj Dal", "Rita Dal"]
    assert _remind() == 3
    assert _remind() == 0, "twice is once"
    assert offices.told() == [offices.people["region"]]


def test_the_ticked_are_confirmed_and_the_others_stay(offices: Offices) -> None:
    days_ago(400)
    client = offices.browser("region")
    page = client.get(PATH).content.decode()
    assert not faults(page)
    assert "Skulle ha bekräftats" in page
    assert "Det här är du. En kollega bekräftar." in page
    answer = client.post(PATH, {"valda": []})
    assert answer.status_code == 422
    assert "Kryssa i vilka" in answer.content.decode()
    assert client.post(PATH, {"valda": [_key(offices, "eva"), "skräp"]}).status_code == 303
    assert _due(offices) == ["Kaj Dal", "Rita Dal"]
    assert how_many(made.REGION) == 2
    page = client.get(PATH[: -len("/bekrafta")]).content.decode()
    assert "Bekräfta administratörer (2)" in page
    days_ago(360)
    assert "Eva Ros" in _due(offices), "a year later she is due again"
    assert _remind() == 3


def test_nobody_confirms_herself_or_elsewhere(offices: Offices) -> None:
    days_ago(400)
    client = offices.browser("region")
    answer = client.post(PATH, {"valda": [_key(offices, "region"), _key(offices, "eva")]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Du kan inte bekräfta dig själv" in page
    assert f'value="{_key(offices, "eva")}" checked' in page, "what was ticked is kept"
    assert len(_due(offices)) == 3
    assert offices.unit
    pair = frozenset({(offices.unit.id, offices.people["eva"])})
    with pytest.raises(Denied):
        confirm_unit_admins(actor=offices.actor("there"), region_id=made.REGION, chosen=pair)
    # A unit of another region is none of one's own, whatever the form says.
    assert confirm_unit_admins(actor=offices.actor("there"), region_id=ELSEWHERE, chosen=pair) == 0
    with pytest.raises(BadInput):
        confirm_unit_admins(
            actor=offices.actor("region"), region_id=made.REGION, chosen=frozenset()
        )
    assert len(_due(offices)) == 3
    assert offices.browser("there").get(PATH).status_code == 404
    assert offices.browser("nora").get(PATH).status_code == 403
    offices.actor("region")
    with pytest.raises(Exception, match="confirmation_by_another"):
        db.execute(
            "insert into office_confirmation (id, region_id, role, unit_id, person_id, what, at, "
            "by_id, by_name) values (gen_random_uuid(), '14', 'unit_admin', %s, %s, 'confirmed', "
            "now(), %s, 'x')",
            [offices.unit.id, offices.people["region"], offices.people["region"]],
        )
