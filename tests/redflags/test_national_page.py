"""The national office's pages of its red flags: what they show, keep, refuse and try."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.staff_http import Answer, location, text
from tests.markup import faults
from tests.national import good, press
from tests.redflags.nation import BITE, TICK, Nation, in_force, with_phrase
from vardpost.kernel import clock
from vardpost.redflags.drafts import values_of
from vardpost.redflags.queries.drafts import open_draft

pytestmark = pytest.mark.django_db

LIST = "/n/larmord"
DRAFT = f"{LIST}/utkast"
SIGN = {
    "name_sv": "fästingbett",
    "name_en": "tick bite",
    "advice": "unit",
    "sv": "Fästing*\nröd ~2 ring.",
    "en": "tick bite",
    "unless": "@pain",
    "say_sv": "Ring i dag.",
    "say_en": "Call today.",
}


@pytest.fixture
def nation() -> Nation:
    return Nation()


def step(client: Client, nation: Nation, what: str, **more: str) -> Answer:
    """Press a button of the draft's page, as it stands."""
    return press(client, DRAFT, nation.draft(), what, **more)


def test_the_whole_way_through_the_pages(nation: Nation) -> None:
    nora, nils = nation.browser(), nation.browser("nils")
    shown = good(nora.get(LIST))
    assert "Version 1 Ansvarig Ingrid Sandahl Ek, överläkare" in shown
    assert "följer med produkten" in shown
    assert location(nora.post(LIST)) == DRAFT
    assert "Inget skiljer sig från listan ännu." in good(nora.get(DRAFT))
    good(nora.get(f"{DRAFT}/tecken"))
    assert location(nora.post(f"{DRAFT}/tecken", {**SIGN, "version": "1"})) == f"{DRAFT}?sparat=1"
    shown = good(nora.get(f"{DRAFT}?sparat=1"))
    assert "Inget ändras på mottagningarna förrän" in shown
    assert "fästingbett Ny" in shown
    assert "fästing* · röd ~2 ring" in shown
    good(nora.get(f"{DRAFT}/tecken/tick_bite"))
    good(nora.get(f"{DRAFT}/ord/br%C3%B6stet"))
    good(nora.get(f"{DRAFT}/ansvarig"))
    good(nora.get(f"{DRAFT}/prova"))
    today = clock.today().isoformat()
    answer = step(nora, nation, "propose", reason="Fästingar.", valid_from=today)
    assert location(answer) == f"{DRAFT}?sparat=1"
    mine = good(nora.get(DRAFT))
    assert "Någon annan på kontoret behöver publicera den." in mine
    assert "Ta tillbaka förslaget" in mine
    assert "Publicera Versionen gäller" not in mine
    assert "Ett förslag till larmord väntar på beslut" in text(nils.get("/jag"))
    assert "Nora Lund har föreslagit versionen." in good(nils.get(DRAFT))
    assert location(step(nils, nation, "publish")) == f"{LIST}?klart=publicerat"
    shown = good(nils.get(f"{LIST}?klart=publicerat"))
    assert "Version 2" in shown
    assert "Nils Ö" in shown
    shown = good(nils.get(f"{LIST}/version/2"))
    assert "fästingbett Ny" in shown
    assert "Det är den första versionen." in good(nils.get(f"{LIST}/version/1"))
    assert nils.get(f"{LIST}/version/3").status_code == 404
    assert nils.get(f"{LIST}/version/99999999999").status_code == 404
    assert nils.get(DRAFT).status_code == 404


def test_what_was_typed_is_kept(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    for field, wrong, told in (
        ("name_sv", "", "Skriv vad tecknet heter"),
        ("sv", "a*", "skriv minst 3 bokstäver"),
        ("unless", "@finnsinte", "finns inte"),
        ("say_en", "", "på båda språken"),
        ("sv", "\n".join(f"ord{n}" for n in range(81)), "högst 80 fraser"),
    ):
        answer = nora.post(f"{DRAFT}/tecken", {**SIGN, "version": "1", field: wrong})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert faults(page) == []
        assert told in text(answer)
        assert field == "name_sv" or 'value="fästingbett"' in page
    answer = step(nora, nation, "propose", reason="Kvar står jag", valid_from="i morgon")
    assert answer.status_code == 422
    assert "Kvar står jag" in answer.content.decode()
    for words in ("", "två ord"):
        answer = nora.post(f"{DRAFT}/ord/pain", {"words": words, "version": "1"})
        assert answer.status_code == 422
    answer = nora.post(f"{DRAFT}/ansvarig", {"name": " ", "title": "T", "source": "S"})
    assert answer.status_code == 422


def test_a_sign_added_twice_is_one_and_another_of_its_name_is_refused(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    for _press in range(2):
        answer = nora.post(f"{DRAFT}/tecken", {**SIGN, "version": "1"})
        assert answer.status_code == 303
    answer = nora.post(f"{DRAFT}/tecken", {**SIGN, "version": "1", "advice": "112"})
    assert answer.status_code == 422
    assert "finns redan" in text(answer)
    assert nation.draft().version == 2


def test_a_form_saved_unchanged_changes_nothing(nation: Nation) -> None:
    """Every sign of the product's list goes through its own form unharmed."""
    nora = nation.browser()
    nation.begin()
    for flag in in_force().flags[:6]:
        values = values_of(in_force(), f"flag:{flag.key}")
        said = values.get("say", {})
        fields = {
            "name_sv": flag.label.sv,
            "name_en": flag.label.en,
            "advice": flag.advice,
            **({"part": "1"} if flag.part else {}),
            **{name: "\n".join(values.get(name, ())) for name in ("sv", "en", "unless")},
            "say_sv": said.get("sv", ""),
            "say_en": said.get("en", ""),
            "version": "1",
        }
        assert nora.post(f"{DRAFT}/tecken/{flag.key}", fields).status_code == 303
    assert nation.draft().version == 1


def test_two_windows_on_one_sign(nation: Nation) -> None:
    nora, nils = nation.browser(), nation.browser("nils")
    nation.begin()
    nora.post(f"{DRAFT}/tecken", {**SIGN, "version": "1"})
    nils.post(f"{DRAFT}/tecken/tick_bite", {**SIGN, "version": "2", "advice": "1177"})
    late = nora.post(f"{DRAFT}/tecken/tick_bite", {**SIGN, "version": "2", "sv": "borrelia"})
    assert late.status_code == 409
    assert "Nils Ö sparade medan du skrev" in text(late)
    assert "borrelia" in late.content.decode()
    gone = nora.post(f"{DRAFT}/tecken/tick_bite/ta-bort", {"version": "2"})
    assert gone.status_code == 409
    assert "Tecknet är kvar." in text(gone)
    gone = nora.post(f"{DRAFT}/tecken/tick_bite/ta-bort", {"version": "3"})
    assert location(gone) == f"{DRAFT}?sparat=1"
    assert "Inget skiljer sig" in text(nora.get(DRAFT))
    late = nils.post(
        DRAFT,
        {
            "utkast": str(nation.draft().id),
            "version": "3",
            "steg": "propose",
            "reason": "R",
            "valid_from": clock.today().isoformat(),
        },
    )
    assert late.status_code == 409
    assert "Läs vad som är nytt." in text(late)


def test_the_draft_is_tried_beside_the_list_in_force(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    nation.change(BITE, TICK)
    nation.change("flag:heart_attack", {})
    answer = nora.post(
        f"{DRAFT}/prova",
        {"text": "En fästing på benet\nTror att det är hjärtinfarkt\nInte ont i bröstet"},
    )
    shown = good(answer)
    assert "En fästing på benet inget fästingbett Ring mottagningen i dag" in shown
    assert "Tror att det är hjärtinfarkt misstänkt hjärtinfarkt Ring 112 inget" in shown
    assert shown.count("bröstsmärta Räknas inte: nekas") == 2
    assert "missas Tror att det kan vara en hjärtinfarkt" in shown
    many = nora.post(f"{DRAFT}/prova", {"text": "a\n" * 51})
    assert many.status_code == 422
    assert nation.draft().version == 3


def test_a_list_that_cannot_be_in_force_is_told_where_it_is_tried_and_proposed(
    nation: Nation,
) -> None:
    nora = nation.browser()
    nation.begin()
    nation.change("flag:chest_pain", with_phrase("flag:chest_pain", "jag|vi|hon|han|min"))
    shown = good(nora.get(f"{DRAFT}/prova"))
    assert "Så kan listan inte gälla" in shown
    assert "falskt larm" in shown
    answer = step(nora, nation, "propose", reason="R", valid_from=clock.today().isoformat())
    assert answer.status_code == 422
    assert "Listan är för bred." in text(answer)


def test_nobody_else_sees_the_pages(nation: Nation) -> None:
    nation.begin()
    for who in ("rita", "eva"):
        client = nation.browser(who)
        for path in ("", "/version/1", "/utkast", "/utkast/prova", "/utkast/tecken/chest_pain"):
            assert client.get(f"{LIST}{path}").status_code in {403, 404}, (who, path)
        assert client.post(LIST).status_code in {403, 404}
        assert "/n/larmord" not in client.get("/jag").content.decode()


def test_without_a_draft_and_with_a_proposal_the_forms_are_closed(nation: Nation) -> None:
    nora = nation.browser()
    for path in ("", "/tecken", "/tecken/chest_pain", "/ord/pain", "/ansvarig", "/prova"):
        assert nora.get(f"{DRAFT}{path}").status_code == 404, path
    nation.proposed()
    for path in ("/tecken", "/tecken/chest_pain", "/ord/pain", "/ansvarig"):
        assert nora.get(f"{DRAFT}{path}").status_code == 409, path
    assert nora.get(f"{DRAFT}/ord/finns-inte").status_code in {404, 409}
    for what in ("", "approve", "begin"):
        assert step(nora, nation, what).status_code == 422
    assert step(nora, nation, "publish").status_code == 403
    assert nora.post(DRAFT, {"steg": "publish", "utkast": "x"}).status_code == 404
    nation.actor()
    assert open_draft() is not None


def test_the_pages_cost_the_same_whatever_has_happened(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    counts = []
    for changes in (0, 5):
        for number in range(changes):
            nation.change(BITE, {**TICK, "sv": [f"fästing{number}*", "borrelia"]})
        with CaptureQueriesContext(connection) as asked:
            nora.get(DRAFT)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
