"""Combinations and groups of words in the nation's draft: pages, refusals, rows of the ledger."""

import json
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.staff_http import location, text
from tests.database import as_owner
from tests.markup import faults
from tests.national import good
from tests.redflags.nation import BITE, TICK, Nation, in_force
from tests.redflags.test_national_page import DRAFT, LIST, step
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Moved
from vardpost.redflags.actions import national as verbs
from vardpost.redflags.drafts import differences, needed_by, values_of, with_part
from vardpost.redflags.forms import combination as forms
from vardpost.redflags.lists import Combination, problems_in
from vardpost.redflags.match import Facts, Matcher
from vardpost.redflags.national import national_list
from vardpost.redflags.safety import compiled_draft

pytestmark = pytest.mark.django_db

TOGETHER = f"{DRAFT}/tillsammans"
WORDS = f"{DRAFT}/ord"
SAVED = f"{DRAFT}?sparat=1"
BOTH = {
    "name_sv": "fästingbett och feber",
    "name_en": "tick bite and fever",
    "advice": "1177",
    "sign_1_1": "tick_bite",
    "sign_2_1": "fever",
    "sign_2_2": "drowsy",
    "say_sv": "Ring i dag.",
    "say_en": "Call today.",
}


@pytest.fixture
def nation() -> Nation:
    return Nation()


def hits(nation: Nation, said: str, facts: Facts) -> set[str]:
    """Return what the draft makes of a text."""
    return {
        one.key for one in Matcher([compiled_draft(nation.draft().definition)]).hits(said, facts)
    }


def test_a_combination_is_added_changed_and_taken_away(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    nation.change(BITE, {**TICK, "part": True})
    good(nora.get(TOGETHER))
    assert location(nora.post(TOGETHER, {**BOTH, "version": "2"})) == SAVED
    key = "combination:tick_bite_and_fever"
    assert values_of(nation.draft().definition, key)["flags"] == ["tick_bite", "fever|drowsy"]
    shown = good(nora.get(DRAFT))
    assert "fästingbett och feber Ny" in shown
    assert "fästingbett + feber eller slöhet" in shown
    words = "Min son fick ett fästingbett i går och har hög feber nu."
    assert "tick_bite_and_fever" in hits(nation, words, Facts())
    page = f"{TOGETHER}/tick_bite_and_fever"
    good(nora.get(page))
    changed = {**BOTH, "version": "3", "younger": "60", "answers": "since: today , week"}
    changed["case_types"] = "advice, send_message"
    assert location(nora.post(page, changed)) == SAVED
    stands = values_of(nation.draft().definition, key)
    assert stands["answers"] == [{"field": "since", "values": ["today", "week"]}]
    assert (stands["case_types"], stands["younger_than_months"]) == (["advice", "send_message"], 60)
    shown = good(nora.get(DRAFT))
    assert "60 månader" in shown
    assert "since: today, week" in shown
    young = Facts({"since": "today"}, "advice", 59)
    assert "tick_bite_and_fever" in hits(nation, words, young)
    for other in (Facts({"since": "today"}, "advice", 60), Facts({}, "advice", 5), Facts()):
        assert "tick_bite_and_fever" not in hits(nation, words, other)
    assert location(nora.post(f"{page}/ta-bort", {"version": "4"})) == SAVED
    assert location(nora.post(f"{page}/ta-bort", {"version": "4"})) == SAVED  # pressed twice
    assert nora.get(page).status_code == 404
    assert values_of(nation.draft().definition, key) == {}


def test_the_products_combinations_go_through_their_form_unharmed(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    for one in in_force().combinations:
        form = forms.shown(values_of(in_force(), f"combination:{one.key}"))
        fields = {name: getattr(form, name) for name in forms._NAMES}
        for row, signs in enumerate(form.signs, 1):
            fields |= {f"sign_{row}_{place}": sign for place, sign in enumerate(signs, 1)}
        answer = nora.post(f"{TOGETHER}/{one.key}", {**fields, "version": "1"})
        assert answer.status_code == 303, text(answer)
        good(nora.get(f"{TOGETHER}/{one.key}"))
    assert nation.draft().version == 1


@pytest.mark.parametrize(
    ("field", "wrong", "told"),
    [
        ("name_sv", " ", "Skriv vad kombinationen heter"),
        ("name_en", "x" * 81, "Korta texten med 1 tecken"),
        ("advice", "113", "Välj vilket råd som ges"),
        ("sign_1_1", "finns_inte", "Tecknet finns_inte finns inte längre"),
        ("answers", "since today", "kolon"),
        ("answers", "since: to day", "som de heter i formuläret"),
        ("answers", "\n".join(f"f{n}: ja" for n in range(11)), "högst 10 rader"),
        ("case_types", "Rådgivning", "ingen ärendetyps nyckel"),
        ("younger", "tre", "ett antal månader"),
        ("younger", "0", "ett antal månader"),
        ("say_en", "", "på båda språken"),
    ],
)
def test_what_was_typed_is_kept(nation: Nation, field: str, wrong: str, told: str) -> None:
    nora = nation.browser()
    nation.begin()
    nation.change(BITE, TICK)
    answer = nora.post(TOGETHER, {**BOTH, "answers": "since: today", "version": "2", field: wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert faults(page) == []
    assert told in text(answer)
    assert '<option value="drowsy" selected>' in page
    assert field == "advice" or wrong.strip() in page
    assert field == "name_sv" or 'value="fästingbett och feber"' in page
    assert nation.draft().version == 2


def test_one_sign_alone_and_none_are_no_combination(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    alone = {**BOTH, "sign_1_1": "fever", "sign_2_1": "", "sign_2_2": "", "version": "1"}
    assert "Ett tecken ensamt" in text(nora.post(TOGETHER, alone))
    none = {**alone, "sign_1_1": ""}
    assert "Välj minst ett tecken" in text(nora.post(TOGETHER, none))
    assert nora.post(TOGETHER, {**alone, "younger": "3"}).status_code == 303


def test_pressed_twice_is_one_and_another_of_its_name_is_refused(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    nation.change(BITE, TICK)
    for _press in range(2):
        assert nora.post(TOGETHER, {**BOTH, "version": "2"}).status_code == 303
    answer = nora.post(TOGETHER, {**BOTH, "version": "3", "advice": "112"})
    assert answer.status_code == 422
    assert "En kombination med det namnet finns redan" in text(answer)
    assert nation.draft().version == 3


def test_two_windows_on_one_combination(nation: Nation) -> None:
    nora, nils = nation.browser(), nation.browser("nils")
    nation.begin()
    nation.change(BITE, TICK)
    nora.post(TOGETHER, {**BOTH, "version": "2"})
    page = f"{TOGETHER}/tick_bite_and_fever"
    nils.post(page, {**BOTH, "version": "3", "advice": "112"})
    late = nora.post(page, {**BOTH, "version": "3", "say_sv": "Ring genast."})
    assert late.status_code == 409
    assert "Nils Ö sparade medan du skrev" in text(late)
    assert "Ring genast." in late.content.decode()
    gone = nora.post(f"{page}/ta-bort", {"version": "3"})
    assert gone.status_code == 409
    assert "Kombinationen är kvar." in text(gone)
    assert nation.draft().version == 4


def test_a_group_is_added_used_and_taken_away(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    good(nora.get(WORDS))
    group = {"name": "@Fästing", "words": "fästing\nfästingen", "version": "1"}
    for _press in range(2):
        assert location(nora.post(WORDS, group)) == SAVED
    assert nation.draft().version == 2
    answer = nora.post(WORDS, {**group, "words": "borrelia", "version": "2"})
    assert answer.status_code == 422
    assert "En ordgrupp med det namnet finns redan" in text(answer)
    assert "borrelia" in answer.content.decode()
    assert "Ordgruppen @fästing Ny" in good(nora.get(DRAFT))
    page = f"{WORDS}/f%C3%A4sting"
    assert "Ta bort ordgruppen" in good(nora.get(page))
    nation.change(BITE, {**TICK, "sv": ["@fästing"]})
    assert "Används i: fästingbett." in good(nora.get(page))
    kept = nora.post(f"{page}/ta-bort", {"version": "3"})
    assert kept.status_code == 422
    assert "Ordgruppen används i: fästingbett." in text(kept)
    assert faults(kept.content.decode()) == []
    nation.change(BITE, {})
    assert location(nora.post(f"{page}/ta-bort", {"version": "4"})) == SAVED
    assert nora.get(page).status_code == 404
    assert location(nora.post(f"{page}/ta-bort", {"version": "4"})) == SAVED
    assert not any(differences(in_force(), nation.draft().definition))


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("", "ord", "Skriv vad ordgruppen heter"),
        ("två ord", "ord", "ett enda ord av bokstäver"),
        ("a1", "ord", "ett enda ord av bokstäver"),
        ("x" * 41, "ord", "ett enda ord av bokstäver"),
        ("ny", "", "Skriv minst ett ord"),
        ("", "två ord", "ett enda ord på varje rad"),
    ],
)
def test_what_was_typed_of_a_group_is_kept(
    nation: Nation, name: str, words: str, told: str
) -> None:
    nora = nation.browser()
    nation.begin()
    answer = nora.post(WORDS, {"name": name, "words": words, "version": "1"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert faults(page) == []
    assert told in text(answer)
    assert f'value="{name}"' in page
    assert words in page
    assert nation.draft().version == 1


def test_both_are_closed_to_others_and_while_a_proposal_stands(nation: Nation) -> None:
    nation.begin()
    paths = (TOGETHER, f"{TOGETHER}/fever_newborn", WORDS)
    for who in ("rita", "eva"):
        for path in paths:
            assert nation.browser(who).get(path).status_code in {403, 404}, (who, path)
            assert nation.browser(who).post(path, BOTH).status_code in {403, 404}
    nation.change(BITE, TICK)
    nation.propose()
    for path in (*paths, f"{TOGETHER}/fever_newborn/ta-bort", f"{WORDS}/pain/ta-bort"):
        assert nation.browser().post(path, {**BOTH, "version": "3"}).status_code == 409, path
    assert nation.browser().get(f"{TOGETHER}/finns-inte").status_code in {404, 409}


def test_the_draft_is_tried_with_an_age_and_answers(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    tried = {"text": "Min bebis har feber", "age": "2"}
    shown = good(nora.post(f"{DRAFT}/prova", tried))
    assert shown.count("feber hos barn under tre månader Ring 1177") == 2
    nation.change("combination:fever_newborn", {})
    shown = good(nora.post(f"{DRAFT}/prova", tried))
    assert shown.count("feber hos barn under tre månader Ring 1177") == 1
    for field, wrong, told in (
        ("age", "två", "ett antal månader"),
        ("answers", "since", "kolon"),
        ("case_types", "a b", "en enda ärendetyp"),
        ("text", "", "minst en mening"),
    ):
        answer = nora.post(f"{DRAFT}/prova", {**tried, "answers": "since: today", field: wrong})
        assert answer.status_code == 422, field
        assert told in text(answer)
        assert "since" in answer.content.decode()


def test_what_is_published_holds_at_the_units(nation: Nation) -> None:
    nora, nils = nation.browser(), nation.browser("nils")
    nation.begin()
    nation.change(BITE, {**TICK, "part": True})
    nora.post(TOGETHER, {**BOTH, "version": "2"})
    day = clock.today().isoformat()
    assert step(nora, nation, "propose", reason="Fästingar.", valid_from=day).status_code == 303
    assert step(nils, nation, "publish").status_code == 303
    assert "fästingbett och feber Ny" in good(nils.get(f"{LIST}/version/2"))
    assert "fästingbett och feber" in good(nils.get(LIST))
    assert [one.key for one in in_force().combinations][-1] == "tick_bite_and_fever"


def test_every_row_of_a_draft_tells_what_was_and_what_is(nation: Nation) -> None:
    nation.begin()
    nation.change(BITE, TICK)
    nation.propose()
    nation.step(verbs.return_draft, "nils", words="Mer")
    nation.step(verbs.discard_draft)
    rows = _rows()
    assert [row["event"] for row in rows] == ["begin", "change", "propose", "return", "discard"]
    assert rows[0]["old"] == {}
    assert [row["new"]["state"] for row in rows] == [
        "draft",
        "draft",
        "proposed",
        "draft",
        "discarded",
    ]
    for before, after in pairwise(rows):
        assert after["old"] == before["new"]
        assert after["new"]["version"] == after["old"]["version"] + 1
    assert rows[1]["old"]["hash"] != rows[1]["new"]["hash"]
    assert rows[4]["old"]["hash"] == rows[4]["new"]["hash"]
    assert "fästing" not in json.dumps(rows, ensure_ascii=False)


def _rows() -> list[dict[str, Any]]:
    with as_owner():
        found = db.fetch_all(
            "select detail from audit_entry where action = %s order by id",
            [AuditEvent.RED_FLAGS_DRAFTED.value],
        )
    return [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in found]


def test_a_change_of_another_part_does_not_stop_and_of_the_same_does(nation: Nation) -> None:
    nation.begin()
    nation.change("group:fästing", {"words": ["fästing"]}, version=1)
    nation.change("combination:fever_newborn", {}, "nils", version=1)
    with pytest.raises(Moved):
        nation.change("group:fästing", {"words": ["fästingar"]}, "nils", version=1)
    with pytest.raises(BadInput):
        nation.change("group:feber", {}, version=3)


def test_the_pages_cost_the_same_however_many_there_are(nation: Nation) -> None:
    nora = nation.browser()
    nation.begin()
    page, counts = f"{TOGETHER}/fever_newborn", []
    for more in (0, 4):
        for number in range(more):
            values = values_of(in_force(), "combination:fever_newborn")
            nation.change(f"combination:more_{number}", values)
        with CaptureQueriesContext(connection) as asked:
            nora.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_parts() -> None:
    listed = national_list()
    for one in listed.combinations:  # nothing is lost on the way through the history
        part = f"combination:{one.key}"
        assert with_part(listed, part, values_of(listed, part)) == listed
    assert [one.sv for one in needed_by(listed, "flag:stiff_neck")] == ["feber och nackstelhet"]
    assert needed_by(listed, "group:feber")
    assert needed_by(listed, "combination:fever_newborn") == []
    unnamed = with_part(
        listed,
        "combination:x",
        {"label": {"sv": "", "en": ""}, "advice": "112", "flags": ["fever"]},
    )
    assert list(problems_in(unnamed)) == ["x: ett namn på svenska och engelska"]
    assert isinstance(unnamed.combinations[-1], Combination)
