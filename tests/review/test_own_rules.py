"""Rules in words: kept once by whom may, tried on the log before, put off and put back."""

from typing import Any
from uuid import UUID

import pytest

from tests.cases.staff_http import location, text
from tests.review.test_noticing import at_work, judge, person, signals
from tests.review.world import World
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.review.actions.rules import keep_rule, switch_rule, try_rule
from vardpost.review.rule_words import rows, sentence
from vardpost.review.rules import BUILT_IN, Fact, Rule
from vardpost.review.values import RuleData, conditions
from vardpost.units.actions.settings import read_history, restore

pytestmark = pytest.mark.django_db
NIGHT = Rule("", "Öppnat på natten", what="opened", every=Fact.OUTSIDE_HOURS)
REGION = "14"


@pytest.fixture(autouse=True)
def strangers(world: World) -> None:
    """Nobody has anything in common."""
    for number, who in enumerate(world.people):
        person(world, who, family_name=f"Namn{number}", street=f"Gata {number}",
               postal_code="54230")  # fmt: skip


def data(rule: Rule = NIGHT, *, active: bool = True) -> RuleData:
    return RuleData(rule.name, conditions(rule), active)


def keep(world: World, who: str = "gun", rule: RuleData | None = None, **more: Any) -> UUID:
    """Keep a rule of the unit, or of the region for its office, and return its id."""
    key: UUID = more.get("key") or new_id()
    keep_rule(
        actor=world.as_(who),
        region_id=REGION,
        unit_id=None if who == "ola" else world.unit.id,
        rule_id=key,
        version=more.get("version", 0),
        data=rule or data(),
    )
    return key


def take_away(world: World, key: UUID, version: int) -> None:
    keep_rule(
        actor=world.as_("gun"), region_id=REGION, unit_id=world.unit.id, rule_id=key,
        version=version, data=None,
    )  # fmt: skip


def switch(world: World, key: str, *, active: bool, who: str = "gun", version: int = 0) -> None:
    switch_rule(
        actor=world.as_(who), region_id=REGION, unit_id=None if who == "ola" else world.unit.id,
        key=key, version=version, active=active,
    )  # fmt: skip


def fields(**more: Any) -> dict[str, Any]:
    """Return the form of a rule."""
    typed = {
        "name": "Öppnat på natten", "who": "", "what": "opened",
        "facts": str(int(Fact.OUTSIDE_HOURS)), "count": "1", "minutes": "60", "active": "1",
        "version": "0",
    }  # fmt: skip
    return {**typed, **more}


def test_a_rule_of_the_unit_gives_signals_there_and_nowhere_else(world: World) -> None:
    key = keep(world)
    world.log(at=at_work(hour=23))
    world.log(at=at_work(hour=23), unit=world.other)
    world.log(at=at_work(hour=10))
    judge(world)
    assert signals(world) == [(str(key), "Rut Ek")]
    page = text(world.browser("gun").get(world.url("signaler")))
    assert "Öppnat på natten" in page


def test_a_rule_of_the_region_is_asked_at_its_units(world: World) -> None:
    key = keep(world, "ola")
    world.log(at=at_work(hour=23))
    judge(world)
    assert signals(world) == [(str(key), "Rut Ek")]
    page = text(world.browser("gun").get(world.url("regler")))
    assert "Regionens regler" in page
    assert "Om Utanför öppettiden" in page
    # A unit reads the region's rules and changes none.
    assert world.browser("gun").get(world.url("regler", key)).status_code == 200  # a new one
    take_away(world, key, 0)
    assert world.rows("select name from review_rule") == [(NIGHT.name,)]


def test_the_id_of_anothers_rule_takes_nothing_over(world: World) -> None:
    key = keep(world, "ola")
    with pytest.raises((NotFound, Denied, BadInput)):
        keep(world, "gun", data(Rule("", "Min", what="refused")), key=key)
    assert world.rows("select unit_id, name from review_rule") == [(None, NIGHT.name)]


def test_a_rule_that_is_off_or_gone_gives_nothing_and_comes_back(world: World) -> None:
    key = keep(world)
    keep(world, rule=data(active=False), key=key, version=1)
    world.log(at=at_work(hour=23))
    judge(world)
    assert signals(world) == []
    take_away(world, key, 2)
    assert world.rows("select id from review_rule") == []
    lines = [one for one in read_history(actor=world.as_("gun"), unit_id=world.unit.id)
             if one.kind == "review:rule"]  # fmt: skip
    restore(actor=world.as_("gun"), unit_id=world.unit.id, change_id=lines[0].id, version=3)
    assert world.rows("select name, active from review_rule") == [(NIGHT.name, False)]


def test_two_at_once_and_twice(world: World) -> None:
    key = keep(world)
    keep(world, key=key)  # pressed twice
    other = Rule("", "Annat namn", what="opened", every=Fact.OWN)
    with pytest.raises(Moved) as told:
        keep(world, "per", data(other), key=key)
    assert ("Namn", "", NIGHT.name) in told.value.changes[0].lines
    assert world.rows("select count(*) from review_rule") == [(1,)]
    assert world.rows(
        "select count(*) from audit_entry where action = 'review:rules:change'"
    ) == [(1,)]  # fmt: skip


@pytest.mark.parametrize("who", ["eva", "rut", "ida", "karin"])
def test_only_reviewers_and_the_regions_office(world: World, who: str) -> None:
    with pytest.raises((Denied, NotFound)):
        keep(world, who)
    with pytest.raises((Denied, NotFound)):
        switch(world, "same_name", active=False, who=who)
    with pytest.raises((Denied, NotFound)):
        try_rule(actor=world.as_(who), region_id=REGION, unit_id=world.unit.id, rule=NIGHT)
    for place in ("regler", "plan"):
        assert world.browser(who).get(world.url(place)).status_code in {403, 404}


def test_the_regions_office_may_not_at_a_unit_nor_elsewhere(world: World) -> None:
    for unit_id, region in ((world.unit.id, REGION), (None, "01")):
        with pytest.raises((Denied, NotFound)):
            keep_rule(
                actor=world.as_("ola"), region_id=region, unit_id=unit_id, rule_id=new_id(),
                version=0, data=data(),
            )  # fmt: skip
    with pytest.raises((Denied, NotFound)):
        keep_rule(
            actor=world.as_("gun"), region_id=REGION, unit_id=None, rule_id=new_id(), version=0,
            data=data(),
        )  # fmt: skip
    assert world.browser("ola").get("/r/01/granskning/regler").status_code == 404
    assert world.browser("gun").get("/r/14/granskning/regler").status_code in {403, 404}


def test_a_rule_of_the_product_is_put_off_and_on(world: World) -> None:
    person(world, "rut", family_name="Berg")
    person(world, "karin", family_name="Berg")
    world.log(at=at_work())
    assert "same_name" in {rule.key for rule in BUILT_IN}
    switch(world, "same_name", active=False)
    judge(world)
    assert signals(world) == []
    page = text(world.browser("per").get(world.url("regler")))
    assert "Används inte" in page
    sent = world.browser("per").post(
        world.url("regler"), {"regel": "same_name", "gor": "pa", "version": "1"}
    )
    assert location(sent) == world.url("regler") + "?sparat=1"
    assert world.rows("select key, active from review_rule") == [("same_name", True)]
    slow = world.browser("per").post(
        world.url("regler"), {"regel": "same_name", "gor": "av", "version": "1"}
    )
    assert slow.status_code == 409
    assert "En kollega ändrade regeln nyss." in text(slow)
    with pytest.raises(NotFound):
        switch(world, "no-such", active=False)


def test_what_the_region_puts_off_is_off_at_the_unit(world: World) -> None:
    switch(world, "same_name", active=False, who="ola")
    person(world, "rut", family_name="Berg")
    person(world, "karin", family_name="Berg")
    world.log(at=at_work())
    judge(world)
    assert signals(world) == []
    page = text(world.browser("gun").get(world.url("regler")))
    assert "Regionen har stängt av regeln." in page


def test_a_preview_tells_a_number_and_keeps_nothing(world: World) -> None:
    for _again in range(3):
        world.log(at=at_work(hour=23))
    world.log(at=at_work(hour=10))
    world.log(at=at_work(days=60, hour=23))  # too long ago
    judge(world)
    address = world.url("regler", new_id())
    shown = world.browser("gun").post(address, fields(prova="1"))
    assert "Regeln skulle ha slagit till 3 gånger de senaste 30 dagarna." in text(shown)
    assert "Rut Ek" not in text(shown)
    assert world.rows("select id from review_rule") == []
    assert world.rows(
        "select detail->>'hits' from audit_entry where action = 'review:rules:try'"
    ) == [("3",)]  # fmt: skip
    region = world.browser("ola").post(f"/r/14/granskning/regler/{new_id()}", fields(prova="1"))
    assert "Regeln skulle ha slagit till 3 gånger" in text(region)


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(world: World) -> None:
    gun, address = world.browser("gun"), world.url("regler", new_id())
    wrong = gun.post(address, fields(name="", count="många", what="allt"))
    assert wrong.status_code == 422
    for told in ("Skriv vad regeln heter", "Skriv ett tal från 1 till", "Välj i listan"):
        assert told in text(wrong)
    assert "många" in wrong.content.decode()
    all_of_it = gun.post(address, fields(facts=[]))
    assert "Välj minst ett villkor" in text(all_of_it)
    assert location(gun.post(address, fields())) == world.url("regler") + "?sparat=1"
    same_name = gun.post(world.url("regler", new_id()), fields(name="öppnat på NATTEN"))
    assert "En annan regel heter så" in text(same_name)
    listed = text(gun.get(world.url("regler")))
    for told in ("Vem Någon", "Vad Öppnar ärenden", "Om Utanför öppettiden", "Signal Genast"):
        assert told in listed
    gone = gun.post(f"{address}/ta-bort", {"version": "1"})
    assert gone.status_code == 303
    assert world.rows("select id from review_rule") == []


def test_a_rule_that_would_hit_everything_is_refused_in_the_preview_too(world: World) -> None:
    world.log(at=at_work())
    for who, address in (("gun", world.url("regler", new_id())),
                         ("ola", f"/r/14/granskning/regler/{new_id()}")):  # fmt: skip
        refused = world.browser(who).post(address, fields(facts=[], prova="1", name="Allt möjligt"))
        assert refused.status_code == 422
        page = text(refused)
        assert "Välj minst ett villkor, eller fler än ett ärende." in page
        assert "Regeln skulle ha slagit till" not in page
        assert "Allt möjligt" in refused.content.decode()
    assert world.rows("select 1 from audit_entry where action = 'review:rules:try'"
                      " and outcome = 'ok'") == []  # fmt: skip
    for one in (Rule("", "x"), Rule("", "x", "responder", "opened")):
        assert one.hits_everything
    for two in (
        *BUILT_IN,
        NIGHT,
        Rule("", "x", count=2, minutes=60),
        Rule("", "x", what="refused"),
    ):
        assert not two.hits_everything


def test_a_rule_in_rows_says_who_what_and_when() -> None:
    every = Fact.OUTSIDE_HOURS | Fact.SAME_NAME | Fact.UNHANDLED
    both = Rule("", "x", "responder", "opened", every, count=5, minutes=1440)
    assert rows(both) == [
        ("Vem", "En ärendehanterare"),
        ("Vad", "Öppnar ärenden"),
        ("Om", "Utanför öppettiden, samma efternamn och utan att göra något i ärendet"),
        ("Hur ofta", "Minst 5 olika ärenden inom ett dygn"),
        ("Signal", "Efter tre dagar"),
    ]
    either = Rule("", "x", some=Fact.OWN | Fact.CHILD)
    assert rows(either)[2:] == [
        ("Om", "Eget ärende eller barns eller förälders ärende"),
        ("Hur ofta", "Redan första gången"),
        ("Signal", "Genast"),
    ]


def test_a_rule_says_what_it_asks() -> None:
    many = Rule("", "x", "responder", "opened", count=5, minutes=1440)
    assert sentence(many) == (
        "En ärendehanterare öppnar ärenden. Minst 5 olika ärenden inom ett dygn."
    )
    often = Rule("", "x", "", "refused", count=3, minutes=45, times=True)
    assert sentence(often) == "Någon nekas. Minst 3 gånger inom 45 minuter."
    for rule in BUILT_IN:
        assert sentence(rule)
