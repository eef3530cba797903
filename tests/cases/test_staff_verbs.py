"""The staff's forms: sent once, refused with everything kept, and what the next page is."""

import json
import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

import pytest

from tests.cases.staff_http import Answer, Browser, browser, case, location, text, world
from tests.cases.test_staff_pages import statements
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db

TYPED = "Hej Karin! Provet var bra. <b>&amp;"
SHOWN = "Hej Karin! Provet var bra. &lt;b&gt;&amp;amp;"


@pytest.fixture
def place() -> World:
    return world()


def sent(place: World, case_id: UUID) -> list[tuple[str, str]]:
    """Return (kind, text) of what the unit has sent, past row security."""
    with as_owner():
        rows = db.fetch_all(
            "select kind, body from case_message where case_id = %s and kind <> 'submission' "
            "order by id",
            [case_id],
        )
    return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("final_answer", "answered"),
        ("partial_answer", "in_progress"),
        ("counter_question", "awaiting_resident"),
    ],
)
def test_each_kind_of_message_is_sent_once(place: World, kind: str, state: str) -> None:
    made = case(place, "in_progress", "responder")
    responder = browser(place, "responder")
    for _again in range(3):
        answer = responder.post("mina", made, "svara", kind=kind, text=TYPED)
        assert location(answer).endswith(f"/{made}?klart={kind}")
    assert sent(place, made) == [(kind, TYPED)]
    assert place.row(made)["state"] == state
    assert text(responder.client.get(location(answer))).count("är skickat") or kind[0] == "c"


def test_a_question_keeps_its_day_and_shows_it(place: World) -> None:
    made = case(place, "in_progress", "responder")
    responder = browser(place, "responder")
    day = clock.now().date() + timedelta(days=5)
    fields = {"kind": "counter_question", "text": "Sedan när?", "svara_senast": day.isoformat()}
    location(responder.post("mina", made, "svara", **fields))
    assert "Svar önskas senast" in text(responder.get("vantar", made))
    bad = responder.post("mina", made, "svara", **{**fields, "svara_senast": "2020-01-01"})
    assert bad.status_code == 422
    assert 'value="2020-01-01"' in bad.content.decode()


def test_the_answer_form_of_the_case_decides_what_is_asked(place: World) -> None:
    made = case(place, "in_progress", "responder", case_type="renew_prescription")
    responder = browser(place, "responder")
    answer = responder.post("mina", made, "svara", kind="final_answer", text=TYPED)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#f-outcome"' in page
    assert SHOWN in page
    location(
        responder.post("mina", made, "svara", kind="final_answer", text=TYPED, outcome="renewed")
    )
    page = text(responder.get("avslutade", made))
    assert "Besked" in page
    assert "Receptet är förnyat" in page


def test_rows_are_added_without_a_script(place: World) -> None:
    made = case(place, "in_progress", "responder", case_type="book_time")
    fields = {"kind": "final_answer", "text": TYPED, "outcome": "booked", "_add": "times"}
    answer = browser(place, "responder").post("mina", made, "svara", **fields)
    assert answer.status_code == 200
    assert 'name="times-rows" value="2"' in answer.content.decode()
    assert SHOWN in answer.content.decode()
    assert sent(place, made) == []


@pytest.mark.parametrize("typed", ["", "   ", "a" * 5000, "nul\x00", "\u202ebakvänt", "\ud800"])
def test_hostile_text_is_told_at_the_field_and_kept(place: World, typed: str) -> None:
    made = case(place, "in_progress", "responder")
    responder = browser(place, "responder")
    body = urlencode(
        {"kind": "partial_answer", "version": "1", "text": typed}, errors="surrogatepass"
    )
    answer = responder.client.post(
        responder.url("mina", made, "svara"), body, "application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="ds-error-summary"' in page
    assert 'href="#f-text"' in page
    if typed.strip():
        assert typed[:3] in page or "\N{REPLACEMENT CHARACTER}" in page
    assert sent(place, made) == []


def test_a_fault_to_mend_does_not_hide_what_a_colleague_wrote_meanwhile(place: World) -> None:
    made = case(place, "in_progress", "responder", case_type="book_time")
    receiver, responder = browser(place, "receiver"), browser(place, "responder")
    location(receiver.post("alla", made, "svara", kind="partial_answer", text="Från Rut."))
    fault = responder.post("mina", made, "svara", kind="final_answer", text="")
    row = responder.post("mina", made, "svara", kind="final_answer", text=TYPED, _add="times")
    assert (fault.status_code, row.status_code) == (422, 200)
    for answer in (fault, row):
        assert "Rut Ek svarade medan du skrev." in text(answer)
        assert "Från Rut." in answer.content.decode().split('id="larm"')[1]
    verb = receiver.post("alla", made, "avsluta-utan-svar")
    assert "Ärendet har ändrats: " in text(verb)
    assert "Välj varför ärendet avslutas" in text(verb)


def test_a_colleague_was_faster(place: World) -> None:
    made = case(place, "in_progress", "responder")
    location(
        browser(place, "receiver").post(
            "alla", made, "svara", kind="partial_answer", text="Vi hör av oss."
        )
    )
    responder = browser(place, "responder")
    answer = responder.post("mina", made, "svara", kind="final_answer", text=TYPED)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Rut Ek svarade medan du skrev. Läs svaret innan du skickar." in page
    alert = page[page.index('role="alert"') : page.index("<textarea")]
    assert "Vi hör av oss." in alert
    assert SHOWN in page
    assert 'name="version" value="2"' in page
    fields = {"kind": "final_answer", "text": TYPED, "version": "2"}
    location(responder.post("mina", made, "svara", **fields))
    assert [kind for kind, _ in sent(place, made)] == ["partial_answer", "final_answer"]


def test_the_case_was_handed_over_while_one_wrote(place: World) -> None:
    made = case(place, "in_progress", "responder")
    target = str(place.people["colleague"])
    location(browser(place, "receiver").post("alla", made, "omfordela", till=target))
    responder = browser(place, "responder")
    answer = responder.post("mina", made, "svara", kind="final_answer", text=TYPED)
    assert answer.status_code == 404
    assert SHOWN in answer.content.decode()
    assert "Ärendet är inte längre öppet för dig." in text(answer)
    assert sent(place, made) == []


@pytest.mark.parametrize(
    ("verb", "field"),
    [
        ("fordela", "text"),
        ("omfordela", "reason"),
        ("lamna-tillbaka", "reason"),
        ("avsluta-utan-svar", "text"),
        ("oppna-igen", ""),
    ],
)
def test_every_verb_whose_time_has_passed_says_so_and_keeps_the_words(
    place: World, verb: str, field: str
) -> None:
    made = case(place, "withdrawn", "responder", version=2)
    reason = "correction" if verb == "oppna-igen" else "wrong_unit"
    fields = {"reason": reason, "till": str(place.people["colleague"])}
    fields |= {field: TYPED} if field else {}
    answer = browser(place, "receiver").post("alla", made, verb, **fields)
    assert answer.status_code == 409
    assert (SHOWN in answer.content.decode()) == bool(field)
    assert "Till ärendet" in text(answer)


def test_the_resident_took_the_case_back(place: World) -> None:
    made = case(place, "withdrawn", "responder", version=1)
    answer = browser(place, "responder").post(
        "mina", made, "svara", kind="partial_answer", text=TYPED
    )
    assert answer.status_code == 409
    assert SHOWN in answer.content.decode()
    assert "ärendet har gått vidare" in text(answer)


def test_after_a_handover_the_former_responder_sees_nothing(place: World) -> None:
    made = case(place, "in_progress", "responder", resident_name="Karin Berg")
    responder = browser(place, "responder")
    target = str(place.people["colleague"])
    for _again in range(2):
        answer = responder.post("mina", made, "omfordela", till=target, reason="Semester")
        assert location(answer).endswith("/inkorg/mina?klart=overlamnat")
    page = responder.client.get(location(answer))
    assert "Ärendet är överlämnat." in text(page)
    assert "Karin Berg" not in text(page)
    for queue in ("mina", "alla", "avslutade"):
        assert responder.get(queue, made).status_code == 404
        assert responder.get(queue, made, "trad").status_code == 404
    assert "Mina ärenden 0" in text(responder.client.get(responder.url("mina") + "/antal"))


def test_send_and_open_the_next_of_the_queue(place: World) -> None:
    now = clock.now()
    first, second = (
        case(place, "in_progress", "responder", resident_name=name, first_due=now + due)
        for name, due in (("Ett", timedelta(hours=1)), ("Två", timedelta(hours=2)))
    )
    responder = browser(place, "responder")
    answer = _send_onwards(responder, second)
    assert location(answer).endswith(f"/mina/{first}?klart=final_answer&nasta=1")
    page = responder.client.get(location(answer))
    assert "Svaret är skickat. Nästa ärende: Ett." in text(page)
    assert 'id="titel" tabindex="-1" data-focus' in page.content.decode()
    answer = _send_onwards(responder, first)
    assert location(answer).endswith("/mina?klart=final_answer")
    assert "Du har inga ärenden just nu." in text(responder.client.get(location(answer)))


def _send_onwards(who: Browser, case_id: UUID) -> Answer:
    page = who.get("mina", case_id).content.decode()
    here = page.split('name="plats" value="')[1].split('"')[0]
    fields = {"kind": "final_answer", "text": TYPED, "vidare": "nasta", "plats": here}
    return who.post("mina", case_id, "svara", **fields)


def test_distribute_with_a_partial_answer(place: World) -> None:
    made = case(place)
    receiver = browser(place, "receiver")
    page = text(receiver.get("att-fordela", made, "fordela"))
    assert "Anders Lind" in page
    assert "Eva Ros" not in page
    missing = receiver.post("att-fordela", made, "fordela", text=TYPED)
    assert missing.status_code == 422
    assert SHOWN in missing.content.decode()
    assert "Välj vem som ska ha ärendet" in text(missing)
    target = str(place.people["responder"])
    location(receiver.post("att-fordela", made, "fordela", till=target, text=TYPED))
    assert sent(place, made) == [("partial_answer", TYPED)]
    assert place.row(made)["assignee_id"] == place.people["responder"]


@pytest.mark.parametrize("target", ["admin", "nobody", "garbage"])
def test_a_case_goes_to_responders_of_the_unit_only(place: World, target: str) -> None:
    made = case(place)
    whom = {"admin": str(place.people["admin"]), "nobody": str(made)}.get(target, "x' or 1")
    answer = browser(place, "receiver").post("alla", made, "fordela", till=whom, text=TYPED)
    assert answer.status_code in {409, 422}
    assert SHOWN in answer.content.decode()
    assert place.row(made)["assignee_id"] is None


def test_searching_among_the_colleagues(place: World) -> None:
    made = case(place)
    receiver = browser(place, "receiver")
    page = text(receiver.client.get(receiver.url("alla", made, "fordela"), {"sok": "holm"}))
    assert "Sara Holm" in page
    assert "Anders Lind" not in page
    none = receiver.client.get(receiver.url("alla", made, "fordela"), {"sok": "zzz"})
    assert "Ingen kollega passar sökningen." in text(none)


def test_a_search_for_a_colleague_keeps_the_partial_answer(place: World) -> None:
    made, chosen = case(place), str(place.people["responder"])
    receiver = browser(place, "receiver")

    def look(sok: str) -> str:
        written = {"till": chosen, "text": TYPED, "sok": sok, "leta": "1"}
        answer = receiver.post("alla", made, "fordela", **written)
        assert answer.status_code == 200
        page: str = answer.content.decode()
        assert not faults(page)
        assert SHOWN in page
        return page

    look("zzz")
    page = look("lind")
    assert re.search(rf'value="{chosen}"[^>]* checked', page), "whom one chose is chosen still"
    assert sent(place, made) == []
    assert place.row(made)["assignee_id"] is None


def test_a_search_tells_what_has_come_since_and_hides_nothing(place: World) -> None:
    made = case(place)
    receiver = browser(place, "receiver")
    location(receiver.post("alla", made, "svara", kind="partial_answer", text="Vi hör av oss."))
    found = receiver.post("alla", made, "fordela", text=TYPED, sok="lind", leta="1")
    page = found.content.decode()
    assert "Vi hör av oss." in page
    assert SHOWN in page
    drawn = re.findall(r'name="version" value="(\d+)"', page)
    assert drawn == ["2"], "what is sent now is sent knowing of it"


def test_closing_without_an_answer_asks_for_reason_and_words(place: World) -> None:
    made = case(place, "in_progress", "responder")
    responder = browser(place, "responder")
    answer = responder.post("mina", made, "avsluta-utan-svar", text=TYPED, reason="annat")
    assert answer.status_code == 422
    assert SHOWN in answer.content.decode()
    fields = {"text": TYPED, "reason": "phone"}
    location(responder.post("mina", made, "avsluta-utan-svar", **fields))
    assert "Vi har talats vid på telefon" in text(responder.get("avslutade", made))


def test_a_verb_that_is_not_open_is_told_plainly(place: World) -> None:
    made = case(place, "answered", "responder")
    answer = browser(place, "receiver").get("alla", made, "avsluta-utan-svar")
    assert answer.status_code == 409
    assert "Det går inte att göra det nu" in text(answer)


def test_what_is_typed_is_saved_and_comes_back(place: World) -> None:
    made = case(place, "in_progress", "responder")
    responder = browser(place, "responder")
    for kind, words in (("final_answer", "Hej"), ("partial_answer", TYPED)):
        answer = responder.post("mina", made, "utkast", kind=kind, text=words, autosave="1")
        assert json.loads(answer.content) == {"saved": True}
    assert place.count("case_draft") == 1
    page = responder.get("mina", made).content.decode()
    assert SHOWN in page
    assert 'value="partial_answer" checked' in page
    assert SHOWN not in browser(place, "receiver").get("alla", made).content.decode()
    responder.post("mina", made, "svara", kind="partial_answer", text=TYPED)
    assert place.count("case_draft") == 0
    assert responder.post("mina", made, "utkast", kind="annat", text="x").status_code == 422


def test_a_post_without_a_version_is_stale_and_keeps_the_text(place: World) -> None:
    made = case(place, "in_progress", "responder")
    responder = browser(place, "responder")
    for version in ("", "x", "²", "9" * 30, "-1"):
        answer = responder.post(
            "mina", made, "svara", kind="final_answer", text=TYPED, version=version
        )
        assert answer.status_code == 409
        assert SHOWN in answer.content.decode()


@pytest.mark.parametrize("path", ["svara", "ta", "avsluta", "utkast"])
def test_wrong_methods_are_refused(place: World, path: str) -> None:
    made = case(place, "in_progress", "both")
    assert browser(place, "both").get("alla", made, path).status_code == 405


def test_verbs_cost_ten_statements_at_most(place: World) -> None:
    responder, receiver = browser(place, "responder"), browser(place, "receiver")
    made = case(place, "in_progress", "responder")
    responder.get("mina", made)
    for version, kind in (
        ("1", "partial_answer"),
        ("2", "counter_question"),
        ("3", "final_answer"),
    ):
        fields = {"kind": kind, "text": TYPED, "version": version, "vidare": "nasta"}
        with statements(10):
            location(responder.post("mina", made, "svara", plats=f"1.{made}", **fields))
    with statements(10):
        assert (
            responder.post("mina", made, "svara", kind="final_answer", text="x").status_code == 409
        )
    fresh = case(place)
    with statements(10):
        target = str(place.people["responder"])
        location(receiver.post("alla", fresh, "fordela", till=target, text=TYPED))
