"""Old words looked for at an office: whose texts, in which state; nobody sees another region's."""

import pytest

from tests.casetypes import verbs_world as world
from tests.casetypes.editor_http import Editor, page
from tests.casetypes.test_central_pages import NATION, REGION, offices
from tests.casetypes.verbs_world import Offices
from tests.markup import faults
from vardpost.casetypes import actions
from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.terms_desk import central_desk, terms_desk
from vardpost.casetypes.queries.words_found import find_words
from vardpost.casetypes.terms_work import TermsWork

pytestmark = pytest.mark.django_db
__all__ = ["offices"]


@pytest.fixture
def said(offices: Offices) -> Offices:
    """A region's form and a unit's terms, one in force and one a draft, say the old names."""
    region = offices.as_("region")
    made = actions.create(actor=region, title=Text("Råd", "Advice"), region_id="14")
    form, number = world.draft(made)
    text = Text("Skriv till Gamla Namnet", "Write to the Old Name")
    form = world.with_questions(form, world.PROBLEM, intro=text, open=("terms",))
    number = actions.save_draft(actor=region, case_type_id=made, definition=form, version=number)
    actions.publish(actor=region, case_type_id=made, version=number)
    admin, unit = offices.as_("admin"), offices.unit.id
    own = actions.create(actor=admin, title=Text("Eget", "Own"), unit_id=unit)
    world.published(admin, own)
    actions.activate(actor=admin, unit_id=unit, case_type_id=own)
    work = TermsWork("Ring gamla\nnamnet.\n", "Call us.\n")
    version = terms_desk(unit, own).version
    actions.publish_terms(actor=admin, unit_id=unit, case_type_id=own, version=version, work=work)
    draft = TermsWork("Ring GN i stället.\n", "Call us.\n")
    version = terms_desk(unit, own).version
    actions.save_terms_draft(
        actor=admin, unit_id=unit, case_type_id=own, version=version, work=draft
    )
    return offices


def test_a_region_finds_several_old_names_with_owner_and_state(said: Offices) -> None:
    rolf = Editor(said, "region", REGION)
    answer = rolf.client.get("/r/14/villkor/sok", {"q": "gamla namnet, GN i"})
    body, seen = answer.content.decode(), page(answer)
    assert faults(body) == []
    assert "3 ställen, hos 2 ägare." in seen
    region, unit = seen.index("Västra Götalandsregionen", 400), seen.index("Vårdcentralen Eken")
    assert region < unit, "the office's own stand first"
    for words in ("Formulär: Råd Gäller", "Villkor: Eget Gäller", "Villkor: Eget Utkast"):
        assert words in seen, words
    assert f"/r/14/mottagning/{said.unit.slug}" in body
    assert "/formular" in body, "the office mends its own form"


def test_nobody_finds_another_regions_texts(said: Offices) -> None:
    frida = Editor(said, "far", "/r/12/arendetyper")
    seen = page(frida.client.get("/r/12/villkor/sok", {"q": "gamla namnet"}))
    assert "Ingen text har de orden." in seen
    assert frida.client.get("/r/14/villkor/sok", {"q": "gamla"}).status_code == 404
    assert frida.client.get("/n/villkor/sok", {"q": "gamla"}).status_code == 404
    assert Editor(said).client.get("/r/14/villkor/sok").status_code in (403, 404)


def test_the_nation_finds_all_and_says_whose(said: Offices) -> None:
    nora = Editor(said, "nation", NATION)
    seen = page(nora.client.get("/n/villkor/sok", {"q": "gamla namnet"}))
    assert "2 ställen, hos 2 ägare." in seen


def test_more_than_a_page_shows_is_told_of(said: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    nora = Editor(said, "nation", NATION)
    seen = page(nora.client.get("/n/villkor/sok", {"q": "gamla namnet"}))
    assert "visas inte" not in seen
    monkeypatch.setattr("vardpost.casetypes.views.central_words._MOST", 1)
    seen = page(nora.client.get("/n/villkor/sok", {"q": "gamla namnet"}))
    assert "Fler än 1 ställen visas inte." in seen


def test_a_region_finds_the_nations_texts_too_and_reads_them(said: Offices) -> None:
    kind = world.national("advice")
    work = TermsWork("Ring Gamla Namnet.\n", "Call us.\n")
    nation = said.as_("nation")
    version = central_desk(kind).version
    actions.publish_terms(actor=nation, unit_id=None, case_type_id=kind, version=version, work=work)
    rolf = Editor(said, "region", REGION)
    answer = rolf.client.get("/r/14/villkor/sok", {"q": "gamla namnet"})
    body, seen = answer.content.decode(), page(answer)
    assert faults(body) == []
    assert "3 ställen, hos 3 ägare." in seen
    assert "Nationell förvaltning" in seen
    assert "Kan bara läsas" in seen
    assert f'href="/r/14/arendetyper/{kind}/villkor"' in body
    frida = Editor(said, "far", "/r/12/arendetyper")
    seen = page(frida.client.get("/r/12/villkor/sok", {"q": "gamla namnet"}))
    assert "1 ställe, hos 1 ägare." in seen, "the nation's, and nothing of the other region"


def test_an_abbreviation_is_no_part_of_a_word(said: Offices) -> None:
    kind = world.national("advice")
    for sv, places in (("Läses dygnet runt.\n", 0), ("Vi är\nGN, (GN) och GN:s dygnet.\n", 3)):
        nation, version = said.as_("nation"), central_desk(kind).version
        work = TermsWork(sv, "Call us.\n")
        actions.publish_terms(
            actor=nation, unit_id=None, case_type_id=kind, version=version, work=work
        )
        hits = [hit for hit in find_words("gn", region="14") if hit.region == ""]
        assert [hit.where for hit in hits] == ["terms"] * places
    forms = [hit for hit in find_words("oss", region="14") if hit.where == "form"]
    assert forms, "beside a quote of the form's JSON too"
    assert all(hit.match.lower() == "oss" for hit in forms)
    assert not any(hit.after[:1].isalnum() for hit in forms)


@pytest.mark.parametrize("typed", ["a", ",", " , a", "%00", "(" * 300, "\u202e", "x," * 200])
def test_whatever_is_typed_is_answered(offices: Offices, typed: str) -> None:
    rolf = Editor(offices, "region", REGION)
    answer = rolf.client.get("/r/14/villkor/sok", {"q": typed})
    assert answer.status_code == 200
    assert faults(answer.content.decode()) == []
