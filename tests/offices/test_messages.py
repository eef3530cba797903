"""A region's office writes to unit administrators, and sees at which units it was read."""

import pytest
from django.db import DatabaseError, transaction

from tests import people_made as made
from tests.database import as_owner
from tests.markup import faults
from tests.offices.office_world import ELSEWHERE, Offices, make
from vardpost.kernel import db
from vardpost.kernel.ids import new_id
from vardpost.offices.queries.messages import message, receipts, sent

pytestmark = pytest.mark.django_db
BASE = f"/r/{made.REGION}/mottagningsadministratorer/meddelanden"
SAID = {"to": "all", "subject": "Nytt formulär", "body": "Det gäller från måndag.\n\nHör av er."}


@pytest.fixture
def offices() -> Offices:
    """Return the offices; Eva runs two units, Kaj one of them too, Ulla one elsewhere."""
    world = make()
    with as_owner():
        assert world.unit
        world.units = {
            "ek": world.unit,
            "al": made.unit("Almen"),
            "far": made.unit("Fjärran", ELSEWHERE),
        }
        for who, name, places in (
            ("eva", "Eva Ros", ("ek", "al")),
            ("kaj", "Kaj Dal", ("al",)),
            ("ulla", "Ulla Bort", ("far",)),
        ):
            world.add(who, name)
            for place in places:
                made.grant(world.people[who], "unit_admin", world.units[place])
    return world


def _page(offices: Offices, who: str, place: str, path: str = "") -> str:
    slug = offices.units[place].slug
    answer = offices.browser(who).get(f"/m/{slug}/admin{path}")
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_all_are_told_and_the_page_shows_who_has_read(offices: Offices) -> None:
    key, client = new_id(), offices.browser("region")
    page = client.get(f"{BASE}/{key}").content.decode()
    assert not faults(page)
    for _ in range(2):  # the same press twice is one message
        answer = client.post(f"{BASE}/{key}", SAID)
        assert answer["Location"] == f"{BASE}/{key}?skickat=1"
    assert sorted(offices.told()) == sorted([offices.people["eva"], offices.people["kaj"]])
    assert "Läst på 0 av 2 mottagningar" in client.get(BASE).content.decode()
    assert "Regionen har skrivit till dig" in _page(offices, "eva", "ek")
    listed = _page(offices, "eva", "ek", "/meddelanden")
    assert "Oläst" in listed
    assert not faults(listed)
    read = _page(offices, "eva", "ek", f"/meddelanden/{key}")
    assert "<p>Hör av er.</p>" in read
    assert not faults(read)
    # Read once is read at every unit that she runs.
    assert "Oläst" not in _page(offices, "eva", "al", "/meddelanden")
    assert "Regionen har skrivit" not in _page(offices, "eva", "al")
    page = client.get(f"{BASE}/{key}").content.decode()
    assert "Läst på 2 av 2 mottagningar" in page
    assert "Kaj Dal: inte läst" in page
    assert not faults(page)


def test_chosen_units_by_their_ids(offices: Offices) -> None:
    def hsa(place: str) -> str:
        row = db.fetch_one("select hsa_id from care_unit where id = %s", [offices.units[place].id])
        assert row
        return str(row[0])

    key, client = new_id(), offices.browser("region")
    chosen = SAID | {"to": "chosen", "lista": f" {hsa('ek').lower()};Eken\n{hsa('far')}"}
    answer = client.post(f"{BASE}/{key}", chosen)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Rad 2: Ingen mottagning här har det" in page
    assert hsa("far") in page, "what was pasted is kept"
    assert client.post(f"{BASE}/{key}", chosen | {"lista": hsa("ek")}).status_code == 303
    offices.actor("region")
    (one,) = receipts(key)
    assert (one.unit, [name for name, _at in one.people]) == ("Eken", ["Eva Ros"])
    assert not one.read


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"subject": " "}, "Skriv en rubrik"),
        ({"body": ""}, "Skriv meddelandet"),
        ({"subject": "\u200b\u00a0"}, "Skriv en rubrik"),  # nobody sees such a mark
        ({"body": "\ufeff \u2060\n"}, "Skriv meddelandet"),
        ({"subject": "x" * 121}, "Korta texten med 1 tecken"),
        ({"to": ""}, "Välj vilka som ska få"),
        ({"to": "chosen", "lista": " "}, "Klistra in minst ett"),
        ({"to": "chosen", "lista": "SE-fel"}, "Rad 1: Inget HSA-id"),
        ({"to": "chosen", "lista": "x\n\n\u200by"}, "1A2B. Rad 3: Inget HSA-id"),
        ({"to": "chosen", "lista": "x\n" * 11}, "1A2B. 1 rad till har fel"),
        ({"to": "chosen", "lista": "SE2321000016-1\n" * 5000}, "Listan är för lång"),
        ({"to": "chosen", "lista": f"SE2321000016-1{' ' * 200_000}"}, "Listan är för lång"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    offices: Offices, wrong: dict[str, str], told: str
) -> None:
    key = new_id()
    answer = offices.browser("region").post(f"{BASE}/{key}", SAID | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert not faults(page)
    offices.actor("region")
    assert message(made.REGION, key) is None
    assert sent(made.REGION) == []


def test_nobody_else_reads_it_or_says_that_it_was_read(offices: Offices) -> None:
    key = new_id()
    offices.browser("region").post(f"{BASE}/{key}", SAID)
    for who in ("there", "nora"):
        assert offices.browser(who).get(f"{BASE}/{key}").status_code in {403, 404}
    slug = offices.units["far"].slug
    answer = offices.browser("ulla").get(f"/m/{slug}/admin/meddelanden/{key}")
    assert answer.status_code == 404
    for who in ("there", "nora", "ulla", "candidate"):
        offices.actor(who)
        assert db.fetch_all("select 1 from office_message") == [], who
        assert db.execute("update office_receipt set read_at = now()") == 0, who
    offices.actor("region")
    assert db.execute("update office_receipt set read_at = now()") == 0, "not the sender either"
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(
            "insert into office_receipt (id, message_id, region_id, unit_id, person_id, name) "
            "values (%s, %s, '14', %s, %s, 'x')",
            [new_id(), key, offices.units["far"].id, offices.people["ulla"]],
        )


def test_a_used_form_with_other_words_is_told_of_and_the_words_are_kept(offices: Offices) -> None:
    key, client = new_id(), offices.browser("region")
    assert client.post(f"{BASE}/{key}", SAID).status_code == 303
    hsa = "SE2321000016-" + offices.units["ek"].id.hex[-6:]
    for other in ({"body": "Glöm det."}, {"to": "chosen", "lista": hsa}):
        answer = client.post(f"{BASE}/{key}", SAID | other)
        page = answer.content.decode()
        assert answer.status_code == 422, other
        assert "redan skickat en gång, med annat innehåll" in page
        assert next(reversed(other.values())) in page
        assert not faults(page)
    assert len(sent(made.REGION)) == 1
    action = page.split('<form method="post" action="' + BASE)[1].split('"')[0]
    assert client.post(f"{BASE}{action}", SAID | other).status_code == 303
    offices.actor("region")
    assert len(sent(made.REGION)) == 2
