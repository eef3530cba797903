"""A unit's own terms: written, looked at, published, planned, put back; and what others may not."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.test import Client

from tests import people_made as made
from tests.cases.staff_http import text
from tests.casetypes import verbs_world as world
from tests.casetypes.verbs_world import PROBLEM, Offices
from tests.database import as_owner
from tests.markup import faults
from vardpost.casetypes import actions, queries
from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.terms_desk import TermsDesk, terms_desk, terms_lines
from vardpost.casetypes.terms_work import TermsWork
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound, WrongState
from vardpost.shell import dates
from vardpost.units.actions.settings import read_history, restore
from vardpost.units.queries import checklist

pytestmark = pytest.mark.django_db

WORK = TermsWork("Ring {{telefon}}.\n", "Call {{telefon}}.\n")
OTHER = TermsWork("Skriv hellre.\n", "Rather write.\n")


@pytest.fixture
def offices() -> Offices:
    found = world.make()
    with as_owner():
        db.execute("update care_unit set phone = '0980-319 221' where id = %s", [found.unit.id])
    return found


@pytest.fixture
def opened(offices: Offices) -> UUID:
    """A regional type that leaves its terms open, and that the unit offers."""
    region = offices.as_("region")
    found = actions.create(actor=region, title=Text("Råd", "Advice on"), region_id="14")
    world.published(region, found, PROBLEM, open=("terms",))
    actions.activate(actor=offices.as_("admin"), unit_id=offices.unit.id, case_type_id=found)
    return found


@pytest.fixture
def admin(offices: Offices) -> Client:
    client = Client()
    client.cookies["session"] = made.sign_in(offices.people["admin"], "staff")
    return client


def desk(offices: Offices, case_type: UUID) -> TermsDesk:
    offices.as_("admin")
    return terms_desk(offices.unit.id, case_type)


def publish(offices: Offices, case_type: UUID, work: TermsWork = WORK, **more: object) -> None:
    version = desk(offices, case_type).version
    actions.publish_terms(
        actor=offices.as_("admin"),
        unit_id=offices.unit.id,
        case_type_id=case_type,
        version=version,
        work=work,
        **more,  # type: ignore[arg-type]  # a time, at most
    )


def in_force(offices: Offices, key: str = "r_rad") -> str:
    return queries.terms(queries.offer(offices.unit.id, key).terms_id).body.sv


def base(offices: Offices, *more: object) -> str:
    return "/".join([f"/m/{offices.unit.slug}/admin/villkor", *map(str, more)])


def test_a_published_text_is_the_unit_s_alone_and_never_changes(
    offices: Offices, opened: UUID
) -> None:
    actions.activate(actor=offices.as_("elsewhere"), unit_id=offices.other.id, case_type_id=opened)
    central = in_force(offices)
    publish(offices, opened)
    assert in_force(offices) == WORK.sv
    assert queries.terms(queries.offer(offices.other.id, "r_rad").terms_id).body.sv == central
    publish(offices, opened, OTHER)
    now = desk(offices, opened)
    assert (now.number, now.own_text, now.draft) == (2, True, None)
    with as_owner(), pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        db.execute("update terms_text set body_sv = 'x' where id = %s", [now.text_id])


def test_a_text_that_is_decided_centrally_is_read_and_not_changed(
    offices: Offices, admin: Client
) -> None:
    locked = world.national("advice")
    with pytest.raises(WrongState, match="locked"):
        publish(offices, locked)
    page = admin.get(base(offices, locked))
    assert "bestämd centralt" in text(page)
    assert "<textarea" not in page.content.decode()
    assert admin.post(base(offices, locked), {"sv": "x", "en": "x"}).status_code == 405
    assert "Bestämd centralt" in text(admin.get(base(offices)))


def test_a_form_that_locks_its_terms_takes_the_unit_s_text_out_of_force(
    offices: Offices, opened: UUID
) -> None:
    publish(offices, opened)
    for title, parts, own in (("Låst", (), False), ("Öppet", ("terms",), True)):
        region = offices.as_("region")
        actions.start_draft(actor=region, case_type_id=opened)
        form = {"title": Text(title, f"{title} (en)"), "open": parts}
        world.published(region, opened, PROBLEM, **form)
        assert (in_force(offices) == WORK.sv) is own


def test_the_unit_s_own_type_has_the_unit_s_own_terms(offices: Offices) -> None:
    actor = offices.as_("admin")
    own = actions.create(actor=actor, title=Text("Sömn", "Sleep"), unit_id=offices.unit.id)
    world.published(actor, own)
    actions.activate(actor=actor, unit_id=offices.unit.id, case_type_id=own)
    publish(offices, own)
    now = desk(offices, own)
    assert (now.open, now.number, now.own_text) == (True, 2, True)
    assert in_force(offices, now.key) == WORK.sv


@pytest.mark.parametrize(
    ("work", "field", "told"),
    [
        (TermsWork("", "x"), "sv", "Skriv villkoren"),
        (TermsWork("x", "  \n"), "en", "på engelska"),
        (TermsWork("{{telefax}}", "x"), "sv", "{{telefax}} kan inte fyllas i"),
        (TermsWork("x", "{{telefon}"), "en", "{{ kan inte fyllas i"),
        (TermsWork("[x](http://example.org)", "x"), "sv", "http://example.org"),
        (TermsWork("[x](javascript:x)", "x"), "sv", "javascript:x"),
        (TermsWork("x" * 13_000, "x"), "sv", "Korta texten"),
        (TermsWork("x", "x", UUID(int=7)), "owner", "arbetar på mottagningen"),
        (TermsWork("x", "x", None, date(2020, 1, 1)), "review_by", "Välj en dag"),
    ],
)
def test_what_nobody_could_follow_is_not_published(
    offices: Offices, opened: UUID, work: TermsWork, field: str, told: str
) -> None:
    before = in_force(offices)
    with pytest.raises(BadInput) as wrong:
        publish(offices, opened, work)
    assert told in wrong.value.errors[field]
    assert in_force(offices) == before


def test_a_placeholder_that_the_unit_has_nothing_for_is_told(
    offices: Offices, opened: UUID
) -> None:
    with as_owner():
        db.execute("update care_unit set phone = '' where id = %s", [offices.unit.id])
    with pytest.raises(BadInput) as wrong:
        publish(offices, opened)
    assert "{{telefon}} är tomt" in wrong.value.errors["sv"]


def test_a_plan_comes_into_force_by_its_time_and_can_be_taken_back(
    offices: Offices, opened: UUID
) -> None:
    before = in_force(offices)
    at = clock.now() + timedelta(days=3)
    publish(offices, opened, at=at)
    assert in_force(offices) == before
    with pytest.raises(WrongState, match="planned"):
        publish(offices, opened, OTHER)
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        assert in_force(offices) == WORK.sv
    actions.withdraw_terms_plan(
        actor=offices.as_("admin"),
        unit_id=offices.unit.id,
        case_type_id=opened,
        version=desk(offices, opened).version,
    )
    now = desk(offices, opened)
    assert (now.planned_id, now.draft) == (None, Text(WORK.sv, WORK.en))
    with time_machine.travel(at + timedelta(seconds=1), tick=False):
        assert in_force(offices) == before


@pytest.mark.parametrize("days", [-1, 400])
def test_a_plan_is_for_a_day_that_comes(offices: Offices, opened: UUID, days: int) -> None:
    with pytest.raises(BadInput) as wrong:
        publish(offices, opened, at=clock.now() + timedelta(days=days))
    assert "at" in wrong.value.errors


def test_two_who_write_at_once_the_slower_is_shown_the_difference(
    offices: Offices, opened: UUID
) -> None:
    where: dict[str, Any] = {"unit_id": offices.unit.id, "case_type_id": opened}
    actor = offices.as_("admin")
    for _ in range(2):
        actions.save_terms_draft(actor=actor, **where, version=0, work=WORK)
    assert desk(offices, opened).version == 1
    with pytest.raises(Moved) as told:
        actions.save_terms_draft(actor=actor, **where, version=0, work=OTHER)
    assert told.value.version == 1
    lines = {label: after for label, _before, after in told.value.changes[0].lines}
    assert lines["Text"] == WORK.sv
    assert lines["Läge"] == "Utkast"
    with pytest.raises(Moved):
        actions.publish_terms(actor=actor, **where, version=0, work=WORK)
    actions.publish_terms(actor=actor, **where, version=1, work=WORK)
    actions.publish_terms(actor=actor, **where, version=1, work=WORK)
    assert (desk(offices, opened).number, desk(offices, opened).version) == (1, 2)


def test_history_shows_a_change_and_puts_back_what_stood(offices: Offices, opened: UUID) -> None:
    publish(offices, opened)
    publish(offices, opened, OTHER)
    actor = offices.as_("admin")
    newest = read_history(actor=actor, unit_id=offices.unit.id, kind="casetypes:terms")
    assert [one.new["sv"] for one in newest] == [OTHER.sv, WORK.sv]
    restore(actor=actor, unit_id=offices.unit.id, change_id=newest[0].id, version=2)
    assert in_force(offices) == WORK.sv
    assert desk(offices, opened).number == 3
    restore(
        actor=actor,
        unit_id=offices.unit.id,
        change_id=read_history(actor=actor, unit_id=offices.unit.id)[0].id,
        version=3,
    )
    assert in_force(offices) == OTHER.sv


def test_an_older_text_is_published_anew_and_the_draft_stays(
    offices: Offices, opened: UUID
) -> None:
    publish(offices, opened)
    publish(offices, opened, OTHER)
    where: dict[str, Any] = {"unit_id": offices.unit.id, "case_type_id": opened}
    draft = TermsWork("Halv", "")
    actions.save_terms_draft(actor=offices.as_("admin"), **where, version=2, work=draft)
    lines = terms_lines(offices.unit.id, desk(offices, opened))
    first = next(one for one in lines if one.own and one.number == 1)
    actions.roll_back_terms(actor=offices.as_("admin"), **where, version=3, to=first.id)
    now = desk(offices, opened)
    assert (in_force(offices), now.number, now.draft) == (WORK.sv, 3, Text("Halv\n", ""))
    strange = queries.offer(offices.unit.id, "advice").terms_id
    with pytest.raises(NotFound):
        actions.roll_back_terms(actor=offices.as_("admin"), **where, version=4, to=strange)


def test_owner_and_day_of_review_are_kept_and_a_late_one_is_told(
    offices: Offices, opened: UUID, admin: Client
) -> None:
    day = clock.now().date() + timedelta(days=30)
    owner = offices.people["receiver"]
    publish(offices, opened, TermsWork(WORK.sv, WORK.en, owner, day))
    assert desk(offices, opened).owner_name == "Rut Ek"
    assert late(offices) is False
    with as_owner():
        db.execute("update unit_terms set review_by = '2026-01-02'")
    assert late(offices) is True
    assert "Skulle ha lästs igenom 2 januari" in text(admin.get(base(offices)))
    assert "Texten skulle ha lästs igenom" in text(admin.get(base(offices, opened)))
    assert "skulle ha lästs igenom" in text(admin.get(f"/m/{offices.unit.slug}/admin"))
    publish(offices, opened, TermsWork(WORK.sv, WORK.en, owner, day))
    assert (late(offices), desk(offices, opened).number) == (False, 1)
    with pytest.raises(WrongState, match="changed"):
        publish(offices, opened, TermsWork(WORK.sv, WORK.en, owner, day))


def late(offices: Offices) -> bool:
    offices.as_("admin")
    return not {p.key: ok for p, ok in checklist.standing(offices.unit.id)}["terms-review"]


def test_others_may_not(offices: Offices, opened: UUID) -> None:
    where: dict[str, Any] = {
        "unit_id": offices.unit.id,
        "case_type_id": opened,
        "version": 0,
    }
    with pytest.raises(Denied):
        actions.publish_terms(actor=offices.as_("receiver"), **where, work=WORK)
    with pytest.raises(NotFound):
        actions.save_terms_draft(actor=offices.as_("elsewhere"), **where, work=WORK)
    client = Client()
    for who, status in (("receiver", 403), ("elsewhere", 404), ("region", 404)):
        client.cookies["session"] = made.sign_in(offices.people[who], "staff")
        for address in (base(offices), base(offices, opened), base(offices, "sok?q=hej")):
            assert client.get(address).status_code in {403, 404}, (who, address)
            assert client.get(address).status_code == status or who == "region"
        assert client.post(base(offices, opened), {"sv": "x"}).status_code in {403, 404}


def test_the_page_writes_looks_and_publishes(offices: Offices, opened: UUID, admin: Client) -> None:
    form = {"version": "0", "sv": "## Hej\n\nRing {{telefon}} <b>", "en": "Call {{telefon}}"}
    seen = admin.post(base(offices, opened), form | {"gor": "visa"})
    page = seen.content.decode()
    assert seen.status_code == 200
    assert '<h3 class="ds-heading" data-size="xs">Hej</h3>' in page
    assert "Ring 0980-319 221 &lt;b&gt;</p>" in page
    assert desk(offices, opened).version == 0
    assert faults(page) == []
    assert admin.post(base(offices, opened), form | {"gor": "utkast"}).status_code == 303
    page = admin.get(base(offices, opened)).content.decode()
    assert "Du ser utkastet" in page
    wrong = admin.post(
        base(offices, opened), form | {"version": "1", "sv": "{{hej}}", "gor": "publicera"}
    )
    assert wrong.status_code == 422
    assert "{{hej}} kan inte fyllas i" in text(wrong)
    late = admin.post(base(offices, opened), form | {"gor": "publicera", "sv": "Annat"})
    assert late.status_code == 409
    assert "sparade medan du skrev" in text(late)
    done = admin.post(base(offices, opened), form | {"version": "1", "gor": "publicera"})
    assert done.status_code == 303
    assert in_force(offices) == "## Hej\n\nRing {{telefon}} <b>\n"
    for address in (base(offices), base(offices, opened), base(offices, "sok?q=ring")):
        for lang in ("sv", "en"):
            admin.cookies["django_language"] = lang
            got = admin.get(address)
            assert (got.status_code, faults(got.content.decode())) == (200, [])


def test_a_plan_and_an_old_text_by_the_page(offices: Offices, opened: UUID, admin: Client) -> None:
    form = {"version": "0", "sv": "Ett", "en": "One", "gor": "publicera"}
    day = (clock.now().date() + timedelta(days=9)).isoformat()
    assert admin.post(base(offices, opened), form | {"at": day}).status_code == 303
    planned = desk(offices, opened)
    assert planned.planned_at is not None
    page = text(admin.get(base(offices, opened) + "?sparat=1"))
    wanted = clock.now().date() + timedelta(days=9)
    assert f"Version 1 börjar gälla {dates.day(wanted, 'sv', clock.now().date())}" in page
    assert "gäller från och med nu" not in page
    assert admin.get(base(offices, opened, "version", planned.planned_id)).status_code == 200
    back = base(offices, opened, "ta-tillbaka")
    assert admin.post(back, {"version": "0"}).status_code == 409
    assert admin.post(back, {"version": "1"}).status_code == 303
    assert admin.post(back, {"version": "2"}).status_code == 409
    assert admin.post(base(offices, opened), form | {"version": "2"}).status_code == 303
    two = form | {"version": "3", "sv": "Två"}
    assert admin.post(base(offices, opened), two).status_code == 303
    first = terms_lines(offices.unit.id, desk(offices, opened))[1]
    again = base(offices, opened, "version", first.id)
    assert "Publicera den här igen" in text(admin.get(again))
    assert admin.post(again, {"version": "4"}).status_code == 303
    assert in_force(offices) == "Ett\n"
    bad = admin.post(base(offices, opened), form | {"version": "5", "at": "imorgon"})
    assert bad.status_code == 422


def test_a_hard_text_is_told_in_a_plain_word(offices: Offices, opened: UUID, admin: Client) -> None:
    hard = "Verksamhetsansvarig dokumenterar handläggningen av inkommande vårdbegäran."
    form = {"version": "0", "sv": hard, "en": "x", "gor": "visa"}
    assert "svår att läsa" in text(admin.post(base(offices, opened), form))
    form["sv"] = "Vi läser och svarar dig."
    assert "går bra att läsa" in text(admin.post(base(offices, opened), form))


def test_old_words_are_found_at_the_unit_and_everywhere(
    offices: Offices, opened: UUID, admin: Client
) -> None:
    publish(offices, opened, TermsWork("Logga in i Gamla\nTjänsten (A+).\n", "Sign in.\n"))
    draft = TermsWork("Utkast med gamla tjänsten", "")
    actions.save_terms_draft(
        actor=offices.as_("admin"),
        unit_id=offices.unit.id,
        case_type_id=opened,
        version=1,
        work=draft,
    )
    with as_owner():
        db.execute(
            "update care_unit set about_sv = 'Se Gamla  tjänsten.' where id = %s",
            [offices.other.id],
        )
    found = text(admin.get(base(offices, "sok?q=gamla+tjänsten")))
    assert "2 ställen" in found
    assert "Utkast med" in found
    assert "Ingen av mottagningens" in text(admin.get(base(offices, "sok?q=finns+inte")))
    assert "minst två tecken" in text(admin.get(base(offices, "sok?q=x")))
    assert "1 ställe" in text(admin.get(base(offices, "sok?q=(a%2B)")))
    assert admin.get(base(offices, "sok?q=%25_%5C%00[(")).status_code == 200
    assert "Villkoren" not in found
    out = StringIO()
    with as_owner(), pytest.raises(CommandError) as told:
        call_command("terms", "find", "gamla tjänsten", "--json", stdout=out)
    assert told.value.returncode == 3
    hits = json.loads(out.getvalue())
    assert {(one["place"], one["state"]) for one in hits} == {
        *(("terms", "in-force"), ("terms", "draft"), ("contact", "in-force")),
    }
    assert {one["hsa_id"] for one in hits if one["place"] == "contact"} != {""}
    with as_owner():
        call_command("terms", "find", "gamla tjänsten", region="01", stderr=StringIO())
        with pytest.raises(CommandError) as told:
            call_command("terms", "find", "112", stdout=out)
        assert told.value.returncode == 3
        with pytest.raises(CommandError) as told:
            call_command("terms", "find", "x")
        assert told.value.returncode == 1
    assert "nation · terms" in out.getvalue()


def test_the_owner_is_searched_for_where_many_work(
    offices: Offices, opened: UUID, admin: Client
) -> None:
    few = admin.get(base(offices, opened)).content.decode()
    assert '<select class="ds-input" id="f-owner"' in few
    with as_owner():
        many = [
            made.staff(offices.unit, "responder", name=f"Nils Nummer{number}")
            for number in range(230)
        ]
        last = made.staff(offices.unit, "responder", name="Örjan 100%_\\Å")
        gone = made.staff(offices.unit, "responder", name="Örjan Borta")
        db.execute("update staff_account set active = false where person_id = %s", [gone])
        away = made.staff(offices.other, "responder", name="Örjan Annanstans")
    assert "<select" not in admin.get(base(offices, opened)).content.decode().split("<form")[-1]
    typed = {"sv": "Ny text.", "en": "New text.", "version": "0"}

    def seek(words: str, **more: str) -> str:
        found = admin.post(
            base(offices, opened),
            typed | {"at": "", "hour": "", "gor": "sok", "owner_q": words} | more,
        )
        assert found.status_code == 200
        page = found.content.decode()
        assert faults(page) == []
        assert "Ny text." in page
        return page

    for words in ("örjan", "ÖRJAN 100%", "_\\å", "  örjan   å "):
        page = seek(words)
        assert str(last) in page
        assert str(away) not in page
        assert str(gone) not in page
        assert str(many[0]) not in page
    assert "Fler än 12 passar" in seek("nils")
    assert "Ingen här passar" in seek("zzz")
    assert seek("", owner=str(last)).count("checked") == 1
    assert str(away) not in seek("x", owner=str(away))
    keep = typed | {"gor": "utkast", "owner": str(last)}
    assert admin.post(base(offices, opened), keep).status_code == 303
    assert desk(offices, opened).owner_name == "Örjan 100%_\\Å"
    shown = admin.get(base(offices, opened)).content.decode()
    assert re.search(rf'value="{last}"[^>]*checked', shown)
    for stranger in (away, gone):
        wrong = keep | {"version": "1", "owner": str(stranger)}
        answer = admin.post(base(offices, opened), wrong)
        assert answer.status_code == 422
        assert "arbetar på mottagningen" in answer.content.decode()


def test_a_save_that_changed_nothing_stops_nobody(offices: Offices, opened: UUID) -> None:
    where: dict[str, Any] = {"unit_id": offices.unit.id, "case_type_id": opened}
    actions.save_terms_draft(actor=offices.as_("admin"), **where, version=0, work=WORK)
    actions.save_terms_draft(actor=offices.as_("admin"), **where, version=1, work=WORK)
    actions.save_terms_draft(actor=offices.as_("admin"), **where, version=1, work=OTHER)
    assert desk(offices, opened).draft == Text(OTHER.sv, OTHER.en)


def test_old_words_are_found_in_a_form_across_lines_and_quotes(
    offices: Offices, admin: Client
) -> None:
    made_type = actions.create(
        actor=offices.as_("admin"), title=Text("Brev", "Letter"), unit_id=offices.unit.id
    )
    form, version = world.draft(made_type)
    actions.save_draft(
        actor=offices.as_("admin"),
        case_type_id=made_type,
        definition=replace(form, description=Text('Skriv till "Min\nBrevlåda".', "Write.")),
        version=version,
    )
    for wanted in ("min+brevlåda", "till+%22min"):
        found = text(admin.get(base(offices, f"sok?q={wanted}")))
        assert "1 ställe" in found, wanted
