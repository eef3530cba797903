"""Words changed in one go: the office's own texts, and what units are asked and answer."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests import people_made as made
from tests.cases.staff_http import text
from tests.casetypes import verbs_world
from tests.central.offices import ELSEWHERE, REGION, Central
from tests.database import as_owner
from tests.markup import faults
from vardpost.casetypes import actions
from vardpost.casetypes.actions.terms_words import decline_words, take_words
from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.terms_desk import TermsDesk, central_desk, terms_desk
from vardpost.casetypes.queries.terms_proposed import Count, words_proposed
from vardpost.casetypes.queries.words_touched import mark, touched
from vardpost.casetypes.terms_work import TermsWork
from vardpost.casetypes.word_change import WordChange
from vardpost.central.actions.texts import change_words, tell_units, undo_words
from vardpost.central.queries.texts import change_of
from vardpost.kernel import db
from vardpost.kernel.errors import Denied, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.people.session import open_scope
from vardpost.people.system import region_scope

pytestmark = pytest.mark.django_db

WORDS = WordChange("gamla namnet", "Nya Namnet")
OLD = TermsWork("Ring Gamla\nnamnet.\n", "Call Gamla Namnet.\n")
NEW = TermsWork("Ring Nya Namnet.\n", "Call Nya Namnet.\n")
#: A unit's own text: one that is the office's, word for word, would be none of its own.
THEIRS = TermsWork("Hos oss: ring Gamla\nnamnet.\n", "With us: call Gamla Namnet.\n")
THEIR_NEW = TermsWork("Hos oss: ring Nya Namnet.\n", "With us: call Nya Namnet.\n")
OFFICE = {"region": REGION, "nation": "", "far": ELSEWHERE}


@pytest.fixture
def central() -> Central:
    """The region's own text says the old name, and so does the text of one unit."""
    found = Central()
    found.order("active")
    write(found, "region", OLD)
    write(found, "admin", THEIRS)
    return found


def desk(central: Central, who: str) -> TermsDesk:
    central.offices.as_(who)
    unit = unit_of(central, who)
    return terms_desk(unit, central.type) if unit else central_desk(central.type)


def unit_of(central: Central, who: str) -> UUID | None:
    return {"admin": central.offices.unit.id, "elsewhere": central.offices.other.id}.get(who)


def write(central: Central, who: str, work: TermsWork, *, draft: bool = False) -> None:
    verb = actions.save_terms_draft if draft else actions.publish_terms
    version = desk(central, who).version
    verb(
        actor=central.offices.as_(who),
        unit_id=unit_of(central, who),
        case_type_id=central.type,
        version=version,
        work=work,
    )


def change(
    central: Central, who: str = "region", words: WordChange = WORDS, *, publish: bool = True
) -> UUID:
    key, actor = new_id(), central.offices.as_(who)
    seen = mark(touched(OFFICE[who], words), words, publish=publish)
    change_words(
        actor=actor, region_id=OFFICE[who], change_id=key, words=words, publish=publish, seen=seen
    )
    return key


def asked(central: Central, who: str = "admin") -> Any:
    central.offices.as_(who)
    unit = unit_of(central, who)
    assert unit is not None
    return words_proposed(unit)


def test_own_texts_are_published_and_units_are_asked(central: Central) -> None:
    key = change(central)
    assert desk(central, "region").body.sv == NEW.sv
    assert desk(central, "region").body.en == NEW.en
    assert desk(central, "admin").body.sv == THEIRS.sv, "nobody writes in a unit's text"
    assert desk(central, "admin").draft is None
    assert [one.office for one in asked(central)] == ["Västra Götalandsregionen"]
    assert asked(central, "elsewhere") == [], "it has no text of its own"
    central.offices.as_("region")
    found = change_of(REGION, key)
    assert found.own == [[str(central.type), "published"]]
    assert found.units == Count(1, 1, 0, 0)
    assert len(central.told("central:texts:change")) == 1


def test_with_drafts_nothing_reaches_residents(central: Central) -> None:
    key = change(central, publish=False)
    now = desk(central, "region")
    assert now.body.sv == OLD.sv
    assert now.draft is not None
    assert now.draft.sv == NEW.sv
    central.offices.as_("region")
    assert change_of(REGION, key).own == [[str(central.type), "drafted"]]


def test_an_offices_draft_in_work_is_never_published_with_it(central: Central) -> None:
    write(central, "region", TermsWork("Halvt. Gamla namnet.\n", "Half.\n"), draft=True)
    change(central)
    now = desk(central, "region")
    assert now.body.sv == OLD.sv
    assert now.draft is not None
    assert now.draft.sv == "Halvt. Nya Namnet.\n"


def test_what_a_unit_takes_becomes_its_draft(central: Central) -> None:
    change(central)
    (one,) = asked(central)
    version = desk(central, "admin").version
    take_words(
        actor=central.offices.as_("admin"),
        unit_id=central.offices.unit.id,
        proposal_id=one.id,
        version=version,
    )
    now = desk(central, "admin")
    assert now.body.sv == THEIRS.sv
    assert now.draft is not None
    assert (now.draft.sv, now.draft.en) == (THEIR_NEW.sv, THEIR_NEW.en)
    assert asked(central) == []
    with pytest.raises(WrongState, match="taken"):
        decline_words(
            actor=central.offices.as_("admin"),
            unit_id=central.offices.unit.id,
            proposal_id=one.id,
        )
    told = central.told("casetypes:terms:answer")
    assert [unit for unit, _detail in told] == [central.offices.unit.id]


def test_a_units_draft_in_work_keeps_everything_else(central: Central) -> None:
    change(central)
    (one,) = asked(central)
    write(central, "admin", TermsWork("Helt nytt. Gamla namnet.\n", "New.\n"), draft=True)
    version = desk(central, "admin").version
    take_words(
        actor=central.offices.as_("admin"),
        unit_id=central.offices.unit.id,
        proposal_id=one.id,
        version=version,
    )
    now = desk(central, "admin")
    assert now.draft is not None
    assert now.draft.sv == "Helt nytt. Nya Namnet.\n"


def test_a_text_without_the_words_is_left_alone(central: Central) -> None:
    change(central)
    (one,) = asked(central)
    write(central, "admin", TermsWork("Inget.\n", "Nothing.\n"))
    version = desk(central, "admin").version
    with pytest.raises(WrongState, match="none of the words"):
        take_words(
            actor=central.offices.as_("admin"),
            unit_id=central.offices.unit.id,
            proposal_id=one.id,
            version=version,
        )


def test_undoing_takes_back_what_waits_and_nothing_else(central: Central) -> None:
    write(central, "elsewhere", THEIRS)
    key = change(central)
    (mine,) = asked(central)
    version = desk(central, "admin").version
    take_words(
        actor=central.offices.as_("admin"),
        unit_id=central.offices.unit.id,
        proposal_id=mine.id,
        version=version,
    )
    region = central.offices.as_("region")
    assert undo_words(actor=region, region_id=REGION, change_id=key) == 1
    assert undo_words(actor=region, region_id=REGION, change_id=key) == 0
    assert asked(central, "elsewhere") == []
    now = desk(central, "admin")
    assert now.draft is not None
    assert now.draft.sv == THEIR_NEW.sv, "what is taken is the unit's"
    assert len(central.told("central:texts:undo")) == 1


def test_the_same_form_sent_twice_is_one_change(central: Central) -> None:
    key, actor = new_id(), central.offices.as_("region")
    seen = mark(touched(REGION, WORDS), WORDS, publish=True)
    for _ in range(2):
        change_words(
            actor=actor, region_id=REGION, change_id=key, words=WORDS, publish=True, seen=seen
        )
    assert len(asked(central)) == 1
    assert desk(central, "region").number == 3


def test_other_texts_than_were_seen_are_not_changed(central: Central) -> None:
    central.offices.as_("region")
    seen = mark(touched(REGION, WORDS), WORDS, publish=True)
    write(central, "elsewhere", THEIRS)
    with pytest.raises(WrongState, match="changed"):
        change_words(
            actor=central.offices.as_("region"),
            region_id=REGION,
            change_id=new_id(),
            words=WORDS,
            publish=True,
            seen=seen,
        )
    assert desk(central, "region").body.sv == OLD.sv
    assert asked(central) == []


def test_who_comes_second_asks_nobody_twice(central: Central) -> None:
    change(central)
    key = change(central)
    assert len(asked(central)) == 1
    central.offices.as_("region")
    assert change_of(REGION, key).units == Count(0, 0, 0, 0)


def test_a_region_touches_no_other_regions_units(central: Central) -> None:
    unit = central.far.id
    with as_owner():
        token = made.sign_in(made.staff(central.far, "unit_admin", name="Ulf Sten"), "staff")
    ulf = open_scope(token, central.far.slug, request_id="r", address="127.0.0.1")
    assert ulf is not None
    kind = actions.create(actor=ulf, title=Text("Fot", "Foot"), unit_id=unit)
    verbs_world.published(ulf, kind)
    actions.activate(actor=ulf, unit_id=unit, case_type_id=kind)
    version = terms_desk(unit, kind).version
    actions.publish_terms(actor=ulf, unit_id=unit, case_type_id=kind, version=version, work=THEIRS)
    central.offices.as_("far")
    assert [one.unit_id for one in touched(ELSEWHERE, WORDS)] == [unit]
    central.offices.as_("nation")
    assert unit in {one.unit_id for one in touched("", WORDS)}
    central.offices.as_("region")
    assert unit not in {one.unit_id for one in touched(REGION, WORDS)}


def test_the_nation_asks_all_regions_units_and_changes_no_regions_text(central: Central) -> None:
    change(central, "nation")
    assert desk(central, "region").body.sv == OLD.sv
    assert [one.office for one in asked(central)] == [""]


def test_the_nation_does_nothing_in_a_regions_name(central: Central) -> None:
    nation = central.offices.as_("nation")
    seen = mark(touched(REGION, WORDS), WORDS, publish=True)
    with pytest.raises(NotFound):
        change_words(
            actor=nation,
            region_id=REGION,
            change_id=new_id(),
            words=WORDS,
            publish=True,
            seen=seen,
        )
    assert desk(central, "region").body.sv == OLD.sv
    assert asked(central) == []
    key = change(central)
    with pytest.raises(NotFound):
        undo_words(actor=central.offices.as_("nation"), region_id=REGION, change_id=key)
    assert len(asked(central)) == 1


def test_nobody_answers_or_undoes_for_another(central: Central) -> None:
    key = change(central)
    (one,) = asked(central)
    for unit in (central.offices.unit.id, central.offices.other.id):
        with pytest.raises(NotFound):
            decline_words(actor=central.offices.as_("elsewhere"), unit_id=unit, proposal_id=one.id)
    with pytest.raises(NotFound):
        undo_words(actor=central.offices.as_("far"), region_id=ELSEWHERE, change_id=key)
    with pytest.raises((NotFound, Denied)):
        undo_words(actor=central.offices.as_("admin"), region_id=REGION, change_id=key)
    central.offices.as_("elsewhere")
    assert db.execute("update terms_proposal set state = 'declined' where id = %s", [one.id]) == 0
    central.offices.as_("far")
    assert db.fetch_all("select 1 from terms_proposal") == []
    assert db.fetch_all("select 1 from text_change") == []


def test_administrators_are_told_once(central: Central) -> None:
    key = change(central)
    for _ in range(2):
        with region_scope("central.words", REGION) as actor:
            tell_units(actor=actor, change_id=key)
    with as_owner():
        rows = db.fetch_all(
            "select recipient_id, count(*) from notice where template = 'review' "
            "and event_key = (select event_key from notice order by created_at desc limit 1) "
            "group by 1"
        )
    assert rows == [(central.offices.people["admin"], 1)]


def test_the_pages_from_the_search_to_the_answer(central: Central) -> None:
    rolf, eva = central.browser("region"), central.browser("admin")
    found = shown(rolf, "/r/14/villkor/sok?q=gamla namnet")
    assert 'href="/r/14/villkor/byt?byt=gamla%20namnet"' in found
    page = "/r/14/villkor/byt"
    assert 'value="gamla namnet"' in shown(rolf, f"{page}?byt=gamla namnet")
    form = {"byt": "gamla namnet", "mot": "Nya Namnet", "hela": "1", "hur": "publicera"}
    for wrong in ({"mot": ""}, {"byt": "x"}, {"mot": "{{telefon}}"}, {"byt": "finns inte alls"}):
        answer = rolf.post(page, {**form, **wrong})
        assert answer.status_code == 422, wrong
        assert faults(answer.content.decode()) == []
    preview = rolf.post(page, form).content.decode()
    assert faults(preview) == []
    assert "<del>Gamla namnet</del> <ins>Nya Namnet</ins>" in preview
    assert "2 texter har orden." in preview
    assert desk(central, "region").body.sv == OLD.sv, "a preview changes nothing"
    hidden = dict(re.findall(r'name="(sett|nyckel)" value="([^"]+)"', preview))
    sure = {**form, **hidden, "steg": "gor"}
    sent = rolf.post(page, sure)
    assert sent.status_code == 303
    assert rolf.post(page, sure).headers["Location"] == sent.headers["Location"], "a double click"
    other = rolf.post(page, {**sure, "mot": "Annat namn"})
    assert other.status_code == 422
    assert "redan skickat en gång, med annat innehåll" in other.content.decode()
    assert 'value="Annat namn"' in other.content.decode()
    status = sent.headers["Location"]
    body = shown(rolf, status)
    assert "1 text väntar på svar" in body
    assert "Publicerad" in body
    terms = f"/m/{central.offices.unit.slug}/admin/villkor"
    assert "Förslag att svara på" in shown(eva, terms)
    seen = shown(eva, f"{terms}/{central.type}")
    assert "Förslag från Västra Götalandsregionen" in seen
    fields = dict(re.findall(r'name="(forslag|version)" value="([^"]+)"', seen))
    answer = eva.post(f"{terms}/{central.type}/forslag", {**fields, "vad": "ta"})
    assert answer.status_code == 303
    assert "Du ser utkastet" in shown(eva, f"{terms}/{central.type}")
    late = eva.post(f"{terms}/{central.type}/forslag", {**fields, "vad": "avboj"})
    assert late.status_code == 409
    assert "redan besvarat" in text(late)
    body = shown(rolf, status)
    assert "Ligger i mottagningens utkast" in body
    assert "Ta tillbaka det som väntar" not in body
    assert "1 av 1 har svarat" in shown(rolf, "/r/14/villkor/byten")
    far = central.browser("far")
    assert far.get(status).status_code == 404
    assert far.get("/r/14/villkor/byten").status_code == 404
    assert eva.get(page).status_code in (403, 404)


def shown(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    body = answer.content.decode()
    assert faults(body) == []
    return body
