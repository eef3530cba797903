"""The national office's pages of the terms, and everybody's page to read them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.staff_http import Answer, location, text
from tests.markup import faults
from tests.national import good, press
from tests.useterms.nation import FIRST, SECOND, Nation
from vardpost.kernel import clock
from vardpost.useterms.values import LONGEST_SUMMARY, MOST_BLOCKS, NAMES, Audience, Words

pytestmark = pytest.mark.django_db

LIST = "/n/anvandarvillkor"
DRAFT = f"{LIST}/invanare/utkast"
TEXT = f"{DRAFT}/text"
READ = "/anvandarvillkor"


@pytest.fixture
def nation() -> Nation:
    return Nation()


def form(words: Words, version: int, **more: str) -> dict[str, str]:
    return {**dict(zip(NAMES, words.listed(), strict=True)), "version": str(version), **more}


def step(client: Client, nation: Nation, what: str, **more: str) -> Answer:
    """Press a button of the draft's page, as it stands."""
    return press(client, DRAFT, nation.draft(), what, **more)


def test_the_whole_way_through_the_pages(nation: Nation) -> None:
    nora, nils = nation.browser(), nation.browser("nils")
    assert "Inget gäller än." in good(nora.get(LIST))
    assert "Inga användarvillkor gäller just nu." in good(Client().get(READ))
    assert location(nora.post(LIST, {"for": "invanare"})) == DRAFT
    assert "Det blir den första versionen." in good(nora.get(DRAFT))
    good(nora.get(TEXT))
    assert location(nora.post(TEXT, form(FIRST, 1))) == f"{DRAFT}?sparat=1"
    shown = good(nora.get(f"{DRAFT}?sparat=1"))
    assert "Lova detta." in shown
    assert "Promise this." in shown
    answer = step(nora, nation, "propose", valid_from=clock.today().isoformat())
    assert location(answer) == f"{DRAFT}?sparat=1"
    mine = good(nora.get(DRAFT))
    assert "Någon annan på kontoret behöver publicera den." in mine
    assert "Publicera Från den första dagen" not in mine
    assert nora.get(TEXT).status_code == 409
    assert "Ett förslag till användarvillkor väntar på beslut" in text(nils.get("/jag"))
    assert "Nora Lund har föreslagit versionen." in good(nils.get(DRAFT))
    assert location(step(nils, nation, "publish")) == f"{LIST}?klart=publicerat"
    assert "Nora Lund föreslog och Nils Ö publicerade" in good(nils.get(LIST))
    assert nils.get(DRAFT).status_code == 404
    assert "Lova detta." in good(Client().get(READ))


def test_a_difference_is_shown_before_it_is_proposed_and_afterwards(nation: Nation) -> None:
    nation.publish()
    nora = nation.browser()
    nation.begin()
    assert "Inget skiljer sig från villkoren ännu." in good(nora.get(DRAFT))
    nation.save(SECOND)
    shown = good(nora.get(DRAFT))
    assert "Lova detta. Lova detta och mer. – En sak" in shown
    step(nora, nation, "propose", valid_from=clock.today().isoformat())
    step(nation.browser("nils"), nation, "publish")
    shown = good(Client().get(f"{READ}/invanare/version/2"))
    assert "Du lovar mer." in shown
    assert "Lova detta. Lova detta och mer. – En sak" in shown
    assert "Det här var nytt" not in good(Client().get(f"{READ}/invanare/version/1"))
    for wrong in ("invanare/version/3", "personal/version/1", "nagon/version/1"):
        assert Client().get(f"{READ}/{wrong}").status_code == 404, wrong
    assert Client().get(f"{READ}/invanare/version/99999999999").status_code == 404


def test_a_preview_saves_nothing(nation: Nation) -> None:
    nation.begin()
    nora = nation.browser()
    answer = nora.post(TEXT, form(SECOND, 1, steg="forhandsgranska"))
    shown = good(answer)
    assert "Inget är sparat än." in shown
    assert "Lova detta och mer." in shown
    assert nation.draft().version == 1
    nora.cookies["lang"] = "en"
    assert "What is new" in good(nora.post(TEXT, form(SECOND, 1, steg="forhandsgranska")))


def test_markup_that_somebody_types_is_words(nation: Nation) -> None:
    nation.publish(Words("# <script>alert(1)</script>\n\n- <b>x</b>", "<i>y</i>"))
    page = Client().get(READ).content.decode()
    assert "&lt;script&gt;" in page
    assert "<b>x</b>" not in page


def test_what_was_typed_is_kept(nation: Nation) -> None:
    nation.begin()
    nora = nation.browser()
    for words, told in (
        (Words("Kvar", "Kept", "x" * (LONGEST_SUMMARY + 3)), "Korta texten med 3 tecken"),
        (Words("Kvar\n\n" * (MOST_BLOCKS + 1), "Kept"), f"Skriv högst {MOST_BLOCKS} stycken"),
        (Words("Kvar \x00", "Kept"), "dolt tecken"),
    ):
        answer = nora.post(TEXT, form(words, 1))
        assert answer.status_code == 422
        assert faults(answer.content.decode()) == []
        assert told in text(answer)
        assert "Kept" in answer.content.decode()
    answer = step(nora, nation, "propose", valid_from="i morgon")
    assert answer.status_code == 422
    assert 'value="i morgon"' in answer.content.decode()
    for what in ("", "approve", "begin"):
        assert step(nora, nation, what).status_code == 422
    assert nora.post(DRAFT, {"steg": "publish", "utkast": "x"}).status_code == 404


def test_two_windows_on_the_text(nation: Nation) -> None:
    nation.begin()
    nora, nils = nation.browser(), nation.browser("nils")
    nora.post(TEXT, form(FIRST, 1))
    late = nils.post(TEXT, form(SECOND, 1))
    assert late.status_code == 409
    assert faults(late.content.decode()) == []
    assert "Nora Lund sparade medan du skrev" in text(late)
    assert "Lova detta och mer." in late.content.decode()
    assert location(nils.post(TEXT, form(SECOND, 2))) == f"{DRAFT}?sparat=1"
    late = nora.post(
        DRAFT,
        {
            "utkast": str(nation.draft().id),
            "version": "2",
            "steg": "propose",
            "valid_from": clock.today().isoformat(),
        },
    )
    assert late.status_code == 409
    assert "Läs vad som är nytt." in text(late)


def test_nobody_else_sees_the_offices_pages(nation: Nation) -> None:
    nation.begin()
    for who in ("rita", "eva", "karin"):
        client = nation.browser(who)
        for path in (LIST, DRAFT, TEXT):
            assert client.get(path).status_code in {403, 404}, (who, path)
        assert client.post(LIST, {"for": "personal"}).status_code in {403, 404}
        admin = f"/m/{nation.unit.slug}/admin"
        home = client.get({"rita": "/jag", "eva": admin, "karin": "/mina"}[who])
        assert home.status_code == 200
        assert LIST not in home.content.decode()
    nora = nation.browser()
    assert nora.get(f"{LIST}/nagon/utkast").status_code == 404
    assert nora.post(LIST, {"for": "nagon"}).status_code == 404


def test_each_reads_the_own_terms_and_may_read_the_others(nation: Nation) -> None:
    nation.publish(FIRST, day=clock.today())
    nation.publish(
        Words("Personal lovar.", "Staff promise."),
        Audience.STAFF,
        clock.today() + timedelta(days=9),
    )
    stranger = good(Client().get(READ))
    assert "Användarvillkor för invånare" in stranger
    assert "Lova detta." in stranger
    staff = good(nation.browser("eva").get(READ))
    assert "Inga användarvillkor gäller just nu." in staff
    assert "gäller inte än" in staff
    assert "Lova detta." in good(nation.browser("eva").get(f"{READ}?for=invanare"))
    assert "Personal lovar." in good(Client().get(f"{READ}/personal/version/1"))


def test_the_pages_cost_the_same_whatever_has_happened(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    counts = []
    for changes in (0, 5):
        for number in range(changes):
            nation.save(Words(f"Sv {number}", f"En {number}"))
        with CaptureQueriesContext(connection) as asked:
            nora.get(DRAFT)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10
