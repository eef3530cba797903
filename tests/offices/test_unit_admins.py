"""A region's office appoints and removes unit administrators, and knows how to reach them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.offices.office_world import ELSEWHERE, Offices, in_directory, make
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, NotFound
from vardpost.kernel.ids import new_id
from vardpost.offices.actions.unit_admins import appoint, remove
from vardpost.offices.queries.units import contacts, of_unit, troubles
from vardpost.people.actions.grants import GRANTS
from vardpost.units.queries.settings import version

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices() -> Offices:
    """Return the offices; one unit has an administrator, another has none."""
    world = make()
    with as_owner():
        assert world.unit
        eva = world.people["eva"] = made.staff(
            world.unit, "unit_admin", "reviewer", name="Eva Ros", email="eva@example.com"
        )
        db.execute(
            "update staff_account set signed_in_at = %s where person_id = %s", [clock.now(), eva]
        )
        world.units["bare"] = made.unit("Almen")
        world.units["far"] = made.unit("Fjärran", ELSEWHERE)
    return world


def _slug(offices: Offices) -> str:
    assert offices.unit
    return offices.unit.slug


def _list(offices: Offices, *, trouble: bool = False) -> list[tuple[str, str, str, int]]:
    offices.actor("region")
    found = contacts(made.REGION, trouble=trouble)
    return [(one.unit, one.name, one.trouble, one.people) for one in found]


def _remove(offices: Offices, who: str, reason: str = "Har slutat", *, sure: bool = False) -> None:
    assert offices.unit
    person, actor = offices.people[who], offices.actor("region")
    remove(
        actor=actor,
        region_id=made.REGION,
        slug=offices.unit.slug,
        person_id=person,
        made_from=version(offices.unit.id, GRANTS.key, person),
        reason=reason,
        sure=sure,
    )


def test_the_list_is_true_at_once(offices: Offices) -> None:
    assert _list(offices) == [("Almen", "", "", 0), ("Eken", "Eva Ros", "", 1)]
    appoint(
        actor=offices.actor("region"),
        region_id=made.REGION,
        slug=_slug(offices),
        hsa_id=f" {offices.hsa_id.lower()} ",
        reason="Två behövs",
    )
    assert offices.told()[-1] == offices.people["candidate"]
    # Whoever has never signed in is given some days.
    assert _list(offices)[1:] == [("Eken", "Eva Ros", "", 2), ("Eken", "Nova Ek", "", 2)]
    page = offices.browser("region").get(f"/r/{made.REGION}/mottagningsadministratorer")
    text = page.content.decode()
    assert "Eva Ros" in text
    assert "Ingen administratör" in text
    assert 'href="mailto:eva@example.com"' in text
    assert not faults(text)
    one = offices.browser("region").get(
        f"/r/{made.REGION}/mottagningsadministratorer?sok=eva+eken&visa=larm"
    )
    assert "Ingen passar" in one.content.decode()


def test_somebody_without_an_account_gets_one(offices: Offices) -> None:
    key = "SE2321000016-NYKOMMEN"
    with as_owner():
        db.execute(
            "insert into directory_person (key, hsa_id, region_code, number, number_kind, "
            "birth_date, sex, given_name, family_name, title, email, phone, protected, seen_at) "
            "values (%s, %s, '14', '189001049817', 'personnummer', '1890-01-04', 'woman', 'Siv', "
            "'Nylund', '', 'siv@example.com', '', false, %s)",
            [key, key, clock.now()],
        )
    path = f"/r/{made.REGION}/mottagningsadministratorer/{offices.units['bare'].slug}"
    client = offices.browser("region")
    page = client.get(path).content.decode()
    assert "Mottagningen har ingen administratör" in page
    assert not faults(page)
    assert client.post(path, {"hsa_id": key, "reason": "Ny enhet"}).status_code == 303
    assert ("Almen", "Siv Nylund", "", 1) in _list(offices)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"hsa_id": "siv"}, "Skriv personens HSA-id"),
        ({"hsa_id": "SE2321000016-INGEN"}, "Regionens katalog har ingen"),
        ({"hsa_id": "@", "reason": ""}, "Skriv varför"),
        ({"hsa_id": "@", "reason": "x" * 201}, "Korta texten med 1 tecken"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
    offices: Offices, typed: dict[str, str], message: str
) -> None:
    path = f"/r/{made.REGION}/mottagningsadministratorer/{_slug(offices)}"
    sent = {"reason": "Därför", **typed}
    sent["hsa_id"] = sent["hsa_id"].replace("@", offices.hsa_id)
    answer = offices.browser("region").post(path, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert f'value="{sent["hsa_id"]}"' in page
    assert len(of_unit(made.REGION, offices.units["bare"].id)) == 0


def test_the_last_one_goes_with_a_reason_and_knowingly(offices: Offices) -> None:
    path = f"/r/{made.REGION}/mottagningsadministratorer/{_slug(offices)}/{offices.people['eva']}"
    client = offices.browser("region")
    page = client.get(path).content.decode()
    assert "Mottagningen blir utan administratör" in page
    assert not faults(page)
    answer = client.post(path, {"reason": "", "version": "0"})
    assert answer.status_code == 422
    assert "Skriv varför" in answer.content.decode()
    with pytest.raises(BadInput) as error:
        _remove(offices, "eva")
    assert set(error.value.errors) == {"sure"}
    _remove(offices, "eva", sure=True)
    assert _list(offices) == [("Almen", "", "", 0), ("Eken", "", "", 0)]
    assert offices.told()[-1] == offices.people["eva"]
    # The reviewer's role is an add-on, and has ended with it.
    offices.actor("region")
    assert (
        db.fetch_all(
            "select 1 from role_grant where person_id = %s and ends_on is null",
            [offices.people["eva"]],
        )
        == []
    )
    with pytest.raises(NotFound):
        _remove(offices, "eva", sure=True)


def test_oneself_never_in_silence(offices: Offices) -> None:
    with as_owner():
        made.grant(offices.people["region"], "unit_admin", offices.unit)
        own = in_directory(offices.people["region"])
    page = offices.browser("region").get(
        f"/r/{made.REGION}/mottagningsadministratorer/{_slug(offices)}/{offices.people['region']}"
    )
    assert "Det här är du själv" in page.content.decode()
    with pytest.raises(BadInput) as error:
        _remove(offices, "region")
    assert set(error.value.errors) == {"sure"}
    _remove(offices, "region", sure=True)
    with pytest.raises(BadInput) as error:
        appoint(
            actor=offices.actor("region"),
            region_id=made.REGION,
            slug=_slug(offices),
            hsa_id=own,
            reason="Igen",
        )
    assert "inte utse dig själv" in error.value.errors["hsa_id"]


def test_no_office_appoints_elsewhere(offices: Offices) -> None:
    there, slug = offices.actor("there"), _slug(offices)
    with pytest.raises(Denied):
        appoint(actor=there, region_id=made.REGION, slug=slug, hsa_id=offices.hsa_id, reason="Nej")
    with pytest.raises(NotFound):
        appoint(actor=there, region_id=ELSEWHERE, slug=slug, hsa_id=offices.hsa_id, reason="Nej")
    for who in ("there", "nora"):
        for path in ("", "/lista.csv", f"/{slug}", f"/{slug}/{offices.people['eva']}"):
            answer = offices.browser(who).get(f"/r/{made.REGION}/mottagningsadministratorer{path}")
            assert answer.status_code in {403, 404}, (who, path)


def _trouble(offices: Offices) -> str:
    (found,) = [trouble for _unit, name, trouble, _n in _list(offices) if name == "Eva Ros"]
    return found


def test_who_cannot_be_reached(offices: Offices) -> None:
    eva = offices.people["eva"]

    def owner(sql: str, *values: object) -> None:
        with as_owner():
            db.execute(sql, [*values, eva])

    assert _trouble(offices) == ""
    ago = clock.now() - timedelta(days=31)
    owner("update staff_account set signed_in_at = %s where person_id = %s", ago)
    assert _trouble(offices) == "away"
    notice = (
        "insert into notice (id, region_id, event_key, template, created_at, settled_at, sent_at, "
        "attempts, last_error, recipient_id) values (%s, '14', %s, 'assigned', %s, %s, %s, 1, "
        "%s, %s)"
    )
    now = clock.now()
    owner(notice, new_id(), new_id(), now, now, None, "smtp_550")
    assert _trouble(offices) == "bounced"
    assert troubles(made.REGION) == (1, 1)
    assert {name for _unit, name, _t, _n in _list(offices, trouble=True)} == {"", "Eva Ros"}
    # A later e-mail that went out says that it works again.
    later = now + timedelta(minutes=1)
    owner(notice, new_id(), new_id(), later, later, later, "")
    assert _trouble(offices) == "away"
    owner("update staff_account set email = '' where person_id = %s")
    assert _trouble(offices) == "no_address"
    owner("update staff_account set active = false where person_id = %s")
    assert _trouble(offices) == "asleep"
    # Of the outbox itself an office sees nothing, and of others' administrators no word.
    offices.actor("region")
    assert db.fetch_all("select 1 from notice") == []
    offices.actor("there")
    assert db.fetch_all("select office_bounced_people('14')") == []


def test_the_file_says_the_same(offices: Offices) -> None:
    with as_owner():
        db.execute(
            "update staff_account set title = '=1+1' where person_id = %s", [offices.people["eva"]]
        )
    answer = offices.browser("region").get(f"/r/{made.REGION}/mottagningsadministratorer/lista.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[2] for line in lines] == ["Namn", "", "Eva Ros"]
    assert "'=1+1" in lines[2], "no formula"
    assert lines[1].endswith(";Ingen")


def test_pages_go_on_where_the_last_ended(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_owner():
        for number in range(4):
            made.staff(offices.unit, "unit_admin", name=f"Adam {number}")
    monkeypatch.setattr("vardpost.offices.views.unit_admins.PAGE", 2)
    client, seen = offices.browser("region"), 0
    href = f"/r/{made.REGION}/mottagningsadministratorer"
    while href:
        page = client.get(href).content.decode()
        rows = page.count('role="rowheader"')
        seen += rows
        _before, _mark, rest = page.partition('rel="next" href="')
        href = rest.partition('"')[0].replace("&amp;", "&")
    assert seen == 6


def test_the_database_lets_a_region_give_these_roles_alone(offices: Offices) -> None:
    offices.actor("region")
    assert offices.unit
    sql = (
        "insert into role_grant (id, person_id, role, unit_id, region_code, starts_on, "
        "granted_by_id, granted_by_name, reason, created_at) values "
        "(%s, %s, %s, %s, %s, '2026-01-01', %s, 'x', '', now())"
    )
    who, by = offices.people["candidate"], offices.people["region"]
    for role, unit, region in (("responder", offices.unit.id, ""), ("region_admin", None, "14")):
        with pytest.raises(DatabaseError), transaction.atomic():
            db.execute(sql, [new_id(), who, role, unit, region, by])
