"""Orders: given to chosen units, proposed, withdrawn, stopped; a unit's own words stay."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from tests.casetypes import verbs_world
from tests.central.offices import ELSEWHERE, REGION, Central
from tests.database import as_owner
from tests.markup import faults
from vardpost.casetypes import actions, queries
from vardpost.casetypes.actions.propose import decline_proposal
from vardpost.casetypes.fields import Text
from vardpost.casetypes.overrides import Overrides
from vardpost.casetypes.queries.proposals import proposals_of
from vardpost.central.actions import distribute
from vardpost.central.actions.order import move_order, start_order
from vardpost.central.queries.chosen import units_for
from vardpost.central.queries.orders import order_of
from vardpost.kernel import db
from vardpost.kernel.errors import Denied, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def central() -> Central:
    return Central()


def test_a_region_switches_its_type_on_at_units_and_off_at_one(central: Central) -> None:
    first, second, third = central.units
    key = central.order("active")
    assert central.active() == dict.fromkeys(central.units, True)
    assert {state for state, _why in central.states(key).values()} == {"done"}
    told = central.told("casetypes:offer:change")
    assert {unit for unit, _detail in told} == set(central.units)
    assert all('"active": true' in detail for _unit, detail in told), "old and new value"
    central.order("withdraw", second)
    assert central.active() == {first: True, second: False, third: True}
    assert central.told("casetypes:offer:change")[-1][0] == second
    assert len(central.told("central:order:start")) == 2
    with as_owner():
        rows = db.fetch_all(
            "select unit_id, reason, actor_name from setting_change "
            "where kind = 'casetypes:offer' and object_id = %s order by at desc, id desc limit 1",
            [str(central.type)],
        )
    assert rows == [
        (second, "Avstängd av Västra Götalandsregionen", "Rolf By (Västra Götalandsregionen)")
    ]


def test_administrators_are_told_once_whatever_runs_twice(central: Central) -> None:
    key = central.order("active", central.units[0])
    central.run(key)
    with as_owner():
        rows = db.fetch_all(
            "select recipient_id, count(*) from notice where template = 'review' group by 1"
        )
    assert rows == [(central.offices.people["admin"], 1)]
    again = central.order("active", central.units[0])
    assert central.states(again) == {central.units[0]: ("same", "")}
    assert len(central.told("casetypes:offer:change")) == 1


def test_the_same_order_twice_is_once(central: Central) -> None:
    key = new_id()
    for _time in range(2):
        start_order(
            actor=central.offices.as_("region"),
            region_id=REGION,
            order_id=key,
            case_type_id=central.type,
            how="active",
            units=central.units,
        )
    assert len(central.told("central:order:start")) == 1
    assert order_of(REGION, key).units == 3


def test_a_units_own_words_stay(central: Central) -> None:
    unit = central.units[0]
    central.order("active", unit)
    own = Overrides(description=Text("Våra ord", "Our words"))
    actions.set_overrides(
        actor=central.offices.as_("admin"),
        unit_id=unit,
        case_type_id=central.type,
        overrides=own,
    )
    central.order("withdraw", unit)
    central.order("active", unit)
    central.offices.as_("admin")
    assert queries.offered_type(unit, central.type).overrides == own


def test_a_stopped_order_rests_and_goes_on(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distribute, "AT_ONCE", 1)
    key = central.order("active", most=1)
    assert len(central.active()) == 1
    stop: dict[str, Any] = {"region_id": REGION, "order_id": key}
    assert move_order(actor=central.offices.as_("region"), what="stop", **stop) == "stopped"
    assert move_order(actor=central.offices.as_("region"), what="stop", **stop) == "stopped"
    assert central.run(key) == 0
    assert len(central.active()) == 1
    central.offices.as_("region")
    found = order_of(REGION, key)
    assert (found.handled, found.units, found.going) == (1, 3, False)
    move_order(actor=central.offices.as_("region"), what="resume", **stop)
    assert central.run(key) == 2
    assert len(central.active()) == 3


def test_killed_half_way_it_carries_on_and_does_nothing_twice(
    central: Central, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(distribute, "AT_ONCE", 1)
    key = central.order("active", most=1)
    with transaction.atomic(), region_scope("test", REGION) as actor:
        distribute.distribute_next(actor=actor, order_id=key)
        transaction.set_rollback(True)  # the worker was killed before its transaction was over
    assert len(central.active()) == 1
    assert central.run(key) == 2
    assert central.run(key) == 0
    assert central.active() == dict.fromkeys(central.units, True)
    assert len(central.told("casetypes:offer:change")) == 3
    with as_owner():
        rows = db.fetch_all(
            "select recipient_id from notice where template = 'review' and recipient_id = %s",
            [central.offices.people["admin"]],
        )
    assert len(rows) == 1


def test_a_proposal_is_seen_and_nothing_is_switched(central: Central) -> None:
    unit = central.units[0]
    central.order("offer", unit)
    assert central.active() == {}
    central.offices.as_("admin")
    assert proposals_of(unit) == {central.type: "Västra Götalandsregionen"}
    page = central.browser("admin").get(f"/m/{central.offices.unit.slug}/admin/arendetyper")
    assert "Föreslagen av Västra Götalandsregionen" in page.content.decode()
    again = central.order("offer", unit)
    assert central.states(again)[unit][0] == "same"
    central.order("withdraw", unit)
    central.offices.as_("admin")
    assert proposals_of(unit) == {}
    told = central.told("casetypes:proposal:change")
    assert len(told) == 2
    assert '"proposed": false' in told[1][1]


def test_a_unit_declines_and_the_office_sees_it(central: Central) -> None:
    unit, other, _third = central.units
    key = central.order("offer", unit, other)
    eva, base = central.browser("admin"), f"/m/{central.offices.unit.slug}/admin/arendetyper"
    page = eva.get(f"{base}/{central.type}").content.decode()
    assert faults(page) == []
    assert "Föreslagen av Västra Götalandsregionen." in page
    assert eva.post(f"{base}/{central.type}/avboj").status_code == 303
    assert eva.post(f"{base}/{central.type}/avboj").status_code == 303, "once is enough"
    assert "Föreslagen av" not in eva.get(base).content.decode()
    assert len(central.told("casetypes:proposal:decline")) == 1
    rolf = central.browser("region")
    shown = rolf.get(f"/r/14/utdelningar/{key}").content.decode()
    assert faults(shown) == []
    assert "Har avböjt" in shown
    assert "Väntar på svar" in shown
    shown = rolf.get(f"/r/14/arendetyper/{central.type}").content.decode()
    assert "1 mottagning har ett förslag att svara på, 1 har avböjt." in shown
    region = central.offices.as_("region")
    assert region.region_id == REGION
    found = {one.id: one for one in units_for(REGION, central.type)}
    assert found[unit].outcome("offer") == "declined", "left alone unless it is ticked"
    assert found[other].outcome("offer") == "same"
    back = central.order("withdraw", unit)
    assert central.states(back)[unit][0] == "same", "what is declined stays declined"
    central.order("offer", unit)
    central.offices.as_("admin")
    assert proposals_of(unit) == {central.type: "Västra Götalandsregionen"}, "asked once more"


def test_a_unit_answers_for_itself_alone(central: Central) -> None:
    unit, other, _third = central.units
    central.order("offer", unit)
    with pytest.raises(NotFound):
        decline_proposal(
            actor=central.offices.as_("elsewhere"), unit_id=unit, case_type_id=central.type
        )
    central.offices.as_("elsewhere")
    mine = "update case_type_proposal set declined_at = now() where unit_id = %s"
    assert db.execute(mine, [unit]) == 0, "the second lock"
    actor = central.offices.as_("elsewhere")
    assert not decline_proposal(actor=actor, unit_id=other, case_type_id=central.type)


def test_the_nation_proposes_and_switches_nothing(central: Central) -> None:
    national = verbs_world.national("listing")
    unit, far = central.units[0], central.far.id
    with pytest.raises(Denied):
        central.order("active", unit, who="nation", kind=national)
    key = central.order("offer", unit, far, who="nation", kind=national)
    central.run(key, region=ELSEWHERE)
    assert set(central.states(key).values()) == {("done", "")}
    assert central.active(national) == {}
    central.offices.as_("admin")
    assert proposals_of(unit) == {national: ""}
    actions.activate(actor=central.offices.as_("admin"), unit_id=unit, case_type_id=national)
    central.order("withdraw", unit, who="nation", kind=national)
    assert central.active(national) == {unit: True}, "a unit's own decision stands"


def test_the_nation_takes_back_its_own_proposals_alone_and_says_so_before(
    central: Central,
) -> None:
    national = verbs_world.national("listing")
    ours, offered, unasked = central.units
    central.order("offer", ours, kind=national)
    central.order("offer", offered, who="nation", kind=national)
    actions.activate(actor=central.offices.as_("admin"), unit_id=ours, case_type_id=national)
    central.offices.as_("nation")
    planned = {one.id: one.outcome("withdraw") for one in units_for("", national)}
    assert [planned[unit] for unit in central.units] == ["same", "taken", "same"]
    key = central.order("withdraw", *central.units, who="nation", kind=national)
    did = {unit: state for unit, (state, _why) in central.states(key).items()}
    assert did == {ours: "same", offered: "done", unasked: "same"}
    central.offices.as_("admin")
    assert proposals_of(ours) == {national: "Västra Götalandsregionen"}
    page = central.browser("nation").get(f"/n/arendetyper/{national}/mottagningar")
    assert "den som redan har slagit på den behåller den" in page.content.decode()


def test_what_cannot_be_switched_on_is_told_with_its_reason(central: Central) -> None:
    outbound = verbs_world.national("test_result")
    key = central.order("active", central.units[0], kind=outbound)
    assert central.states(key) == {central.units[0]: ("refused", "outbound")}
    with as_owner():
        db.execute("update care_unit set live = false where id = %s", [central.third.id])
    with pytest.raises(NotFound):
        central.order("active", central.third.id)


def test_nobody_gives_what_is_anothers(central: Central) -> None:
    unit = actions.create(
        actor=central.offices.as_("admin"),
        title=Text("Eget", "Own"),
        unit_id=central.offices.unit.id,
    )
    verbs_world.published(central.offices.as_("admin"), unit)
    for who, kind, place in (
        ("far", central.type, central.far.id),
        ("nation", central.type, central.units[0]),
        ("region", unit, central.units[1]),
        ("region", central.type, central.far.id),
        ("region", new_id(), central.units[0]),
    ):
        with pytest.raises(NotFound):
            central.order("offer", place, who=who, kind=kind)
    with pytest.raises(Denied):
        start_order(
            actor=central.offices.as_("admin"),
            region_id=REGION,
            order_id=new_id(),
            case_type_id=central.type,
            how="offer",
            units=central.units,
        )
    draft = actions.create(
        actor=central.offices.as_("region"), title=Text("Nytt", "New"), region_id=REGION
    )
    with pytest.raises(WrongState):
        central.order("offer", central.units[0], kind=draft)
    # The second lock: another region's office writes no order at a unit here.
    key = central.order("offer", central.units[0])
    central.offices.as_("far")
    with pytest.raises(NotFound):
        order_of(ELSEWHERE, key)
    assert db.fetch_all("select 1 from central_order where id = %s", [key]) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute(
            "insert into case_type_proposal (id, unit_id, case_type_id, by_name, at) "
            "values (%s, %s, %s, '', now())",
            [new_id(), central.units[1], central.type],
        )


def _hsa(unit: UUID) -> str:
    row = db.fetch_one("select hsa_id from care_unit where id = %s", [unit])
    assert row is not None
    return str(row[0])


def test_the_pages_check_line_by_line_and_order_what_was_shown(central: Central) -> None:
    first, second, third = central.units
    rita, base = central.browser("region"), f"/r/{REGION}/arendetyper/{central.type}"
    lists = f"{_hsa(first)}\n{_hsa(central.far.id)}\nfel"
    sent = rita.post(f"{base}/mottagningar", {"hur": "active", "vilka": "lista", "lista": lists})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "Ingen mottagning här har det HSA-id:t" in page
    assert "Inget HSA-id" in page
    assert lists.splitlines()[0] in page, "what was pasted is kept"
    # One that the unit has switched off itself is left alone until it is ticked.
    central.order("active", second)
    actions.deactivate(
        actor=central.offices.as_("elsewhere"), unit_id=second, case_type_id=central.type
    )
    good = {"hur": "active", "vilka": "lista", "lista": f"{_hsa(first)}\n{_hsa(second)}"}
    shown = rita.post(f"{base}/mottagningar", good)
    page = shown.content.decode()
    assert "Har stängt av den själv (1)" in page
    seen, key = _field(page, "sett"), _field(page, "nyckel")
    do = good | {"steg": "gor", "sett": seen, "nyckel": key}
    sent = rita.post(f"{base}/mottagningar", do | {"sett": "other"})
    assert sent.status_code == 409
    sent = rita.post(f"{base}/mottagningar", do)
    assert (sent.status_code, sent["Location"]) == (303, f"/r/{REGION}/utdelningar/{key}")
    other = rita.post(f"{base}/mottagningar", do | {"vack": str(second)})
    assert other.status_code == 422
    assert "redan skickat en gång, med annat innehåll" in other.content.decode()
    central.run(UUID(key))
    assert central.active() == {first: True, second: False}
    assert rita.post(f"{base}/mottagningar", do)["Location"] == sent["Location"], "a lost answer"
    page = rita.get(sent["Location"]).content.decode()
    assert "1 av 1 mottagningar är klara" in page
    everybody = {"hur": "active", "vilka": "alla"}
    page = rita.post(f"{base}/mottagningar", everybody).content.decode()
    seen, key = _field(page, "sett"), _field(page, "nyckel")
    rita.post(
        f"{base}/mottagningar",
        everybody | {"steg": "gor", "sett": seen, "nyckel": key, "vack": str(second)},
    )
    central.run(UUID(key))
    assert central.active() == {first: True, second: True, third: True}
    assert "Råd" in rita.get(f"/r/{REGION}/utdelningar").content.decode()


def test_no_office_opens_anothers_orders(central: Central) -> None:
    key = central.order("offer")
    path = f"/r/{REGION}/arendetyper/{central.type}/mottagningar"
    for who in ("far", "nation"):
        client = central.browser(who)
        assert client.get(path).status_code == 404
        assert client.get(f"/r/{REGION}/utdelningar/{key}").status_code == 404
    nora = central.browser("nation")
    assert nora.get(f"/n/utdelningar/{key}").status_code == 404
    assert nora.get(f"/n/arendetyper/{central.type}/mottagningar").status_code == 404
    assert central.browser("admin").get(path).status_code in (403, 404)


def _field(page: str, name: str) -> str:
    import re

    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]
