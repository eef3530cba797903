"""The verbs that hand out a case type and take it back: who, what is refused, what is written."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests import people_made as made
from tests.casetypes import verbs_world as world
from tests.casetypes.verbs_world import Offices
from tests.database import as_owner
from vardpost.casetypes.actions.handing import hand_out, list_handed_out, take_back
from vardpost.casetypes.decided import Given
from vardpost.kernel import clock, db
from vardpost.kernel.errors import BadInput, Denied, Moved, NotFound

pytestmark = pytest.mark.django_db


def days(count: int) -> date:
    return clock.today() + timedelta(days=count)


@pytest.fixture
def offices() -> Offices:
    found = world.make()
    with as_owner():
        for name in ("Anna", "Bo", "Cia"):
            found.people[name] = made.person(name, "Ek")
        found.people["colleague"] = made.staff(found.unit, "unit_admin", name="Ulf Sten")
    return found


@pytest.fixture
def kind(offices: Offices) -> UUID:
    return world.national("send_message")


def as_(offices: Offices, who: str) -> Any:
    """Put on somebody's session, the colleague's at the same unit."""
    if who == "colleague":
        from vardpost.people.session import open_scope

        token = made.sign_in(offices.people[who], "staff")
        return open_scope(token, offices.unit.slug, request_id="r", address="a")
    return offices.as_(who)


def give(offices: Offices, kind: UUID, *names: str, by: str = "admin", **more: Any) -> int:
    given = Given(
        more.get("starts", clock.today()), more.get("until"), more.get("reason", "Efter operation")
    )
    seen = more.get("seen", {})
    return hand_out(
        actor=as_(offices, by),
        unit_id=more.get("unit", offices.unit.id),
        case_type_id=kind,
        seen={offices.people[name]: seen.get(name) for name in names},
        given=given,
    )


def rows(offices: Offices) -> dict[str, list[tuple[Any, ...]]]:
    """Return each resident's hand-outs, oldest first: (id, until, ended_why)."""
    with as_owner():
        found = db.fetch_all(
            "select person_id, id, until, ended_why from case_type_grant order by id"
        )
    names = {key: name for name, key in offices.people.items()}
    told: dict[str, list[tuple[Any, ...]]] = {}
    for person, *rest in found:
        told.setdefault(names[person], []).append(tuple(rest))
    return told


def ledger(action: str) -> list[tuple[Any, ...]]:
    with as_owner():
        return db.fetch_all(
            "select resident_ids, object_id, detail::text from audit_entry where action = %s "
            "order by id",
            [action],
        )


def test_several_are_handed_it_in_one_go_and_it_is_told_once(offices: Offices, kind: UUID) -> None:
    assert give(offices, kind, "Anna", "Bo", until=days(30)) == 2
    assert {name: len(found) for name, found in rows(offices).items()} == {"Anna": 1, "Bo": 1}
    [(people, thing, detail)] = ledger("casetypes:grant:hand-out")
    assert set(people) == {offices.people["Anna"], offices.people["Bo"]}
    assert thing == str(kind)
    assert "Efter operation" not in detail, "why is not for the offices that read the ledger"
    with as_owner():
        [(new, version)] = db.fetch_all("select new::text, version from setting_change")
    assert '"handed_out": 2' in new
    assert "Efter operation" not in new
    assert "Anna" not in new
    assert version == 1


def test_the_same_twice_is_once(offices: Offices, kind: UUID) -> None:
    assert give(offices, kind, "Anna") == 1
    assert give(offices, kind, "Anna") == 0
    assert give(offices, kind, "Anna", by="colleague") == 0
    assert len(rows(offices)["Anna"]) == 1
    assert len(ledger("casetypes:grant:hand-out")) == 1


def test_other_days_are_a_new_row_in_place_of_the_old(offices: Offices, kind: UUID) -> None:
    give(offices, kind, "Anna", until=days(5))
    first = rows(offices)["Anna"][0][0]
    assert give(offices, kind, "Anna", until=days(50), seen={"Anna": first}) == 1
    old, new = rows(offices)["Anna"]
    assert old[1:] == (days(5), "changed")
    assert new[1:] == (days(50), "")


def test_one_whose_last_day_has_passed_ended_by_itself(offices: Offices, kind: UUID) -> None:
    give(offices, kind, "Anna", until=days(5))
    with as_owner():
        db.execute("update case_type_grant set starts_on = %s, until = %s", [days(-9), days(-1)])
    first = rows(offices)["Anna"][0][0]
    assert give(offices, kind, "Anna", seen={"Anna": first}) == 1
    assert [one[2] for one in rows(offices)["Anna"]] == ["ran_out", ""]


def test_who_was_faster_is_told_and_nothing_is_half_done(offices: Offices, kind: UUID) -> None:
    give(offices, kind, "Anna", by="colleague", until=days(7), reason="Remiss")
    with pytest.raises(Moved) as moved:
        give(offices, kind, "Anna", "Bo", until=days(9))
    [change] = moved.value.changes
    assert change.name == "Ulf Sten"
    assert ("Skäl", "", "Remiss") in change.lines
    assert set(rows(offices)) == {"Anna"}
    shown = rows(offices)["Anna"][0][0]
    actor = as_(offices, "colleague")
    take_back(actor=actor, unit_id=offices.unit.id, case_type_id=kind, ids=[shown])
    with pytest.raises(Moved) as gone:
        give(offices, kind, "Anna", until=days(9), seen={"Anna": shown})
    assert gone.value.changes[0].lines == (("Utlämnad", "Ja", "Nej"),)


def test_taking_back_is_all_or_none_and_twice_is_once(offices: Offices, kind: UUID) -> None:
    give(offices, kind, "Anna", "Bo", "Cia")
    ids = [rows(offices)[name][0][0] for name in ("Anna", "Bo", "Cia")]
    more = {"unit_id": offices.unit.id, "case_type_id": kind}

    def back(*chosen: UUID, by: str = "admin") -> int:
        return take_back(actor=as_(offices, by), **more, ids=list(chosen))

    with pytest.raises(BadInput):
        back()
    with pytest.raises(NotFound):
        back(ids[0], offices.people["Anna"])
    assert {one[0][2] for one in rows(offices).values()} == {""}
    assert back(ids[0], ids[1]) == 2
    assert back(ids[0], ids[1], by="colleague") == 0
    assert sorted(one[0][2] for one in rows(offices).values()) == ["", "withdrawn", "withdrawn"]
    [(people, _thing, _detail)] = ledger("casetypes:grant:take-back")
    assert len(people) == 2
    give(offices, kind, "Cia", until=days(3), seen={"Cia": ids[2]}, by="colleague")
    with pytest.raises(Moved):
        back(ids[2])


def test_what_is_typed_is_checked(offices: Offices, kind: UUID) -> None:
    for more, field in (
        ({"reason": ""}, "reason"),
        ({"starts": days(-1)}, "starts"),
        ({"starts": days(5), "until": days(4)}, "until"),
    ):
        with pytest.raises(BadInput) as wrong:
            give(offices, kind, "Anna", **more)
        assert list(wrong.value.errors) == [field]
    assert give(offices, kind, "Anna", starts=days(5), until=days(5)) == 1


@pytest.mark.parametrize("who", ["receiver", "region", "nation", "elsewhere"])
def test_others_hand_out_and_read_nothing(offices: Offices, kind: UUID, who: str) -> None:
    give(offices, kind, "Anna")
    shown = rows(offices)["Anna"][0][0]
    more: dict[str, Any] = {"unit_id": offices.unit.id, "case_type_id": kind}
    with pytest.raises(Denied):
        give(offices, kind, "Bo", by=who)
    with pytest.raises(Denied):
        take_back(actor=offices.as_(who), **more, ids=[shown])
    with pytest.raises(Denied):
        list_handed_out(actor=offices.as_(who), **more, ended=False, after=None)
    assert rows(offices)["Anna"][0][2] == ""


def test_nobody_hands_out_to_oneself(offices: Offices, kind: UUID) -> None:
    with pytest.raises(Denied):
        give(offices, kind, "Anna", "admin")
    assert rows(offices) == {}
    assert give(offices, kind, "admin", by="colleague") == 1


def test_a_type_that_the_unit_does_not_have_is_not_there(offices: Offices) -> None:
    with pytest.raises(NotFound):
        give(offices, offices.people["Anna"], "Anna")


def test_the_list_is_audited_by_page_and_tells_the_latest_first(
    offices: Offices, kind: UUID
) -> None:
    with as_owner():
        many = [made.person(f"Nr{n}", "Ek") for n in range(60)]
    hand_out(
        actor=offices.as_("admin"),
        unit_id=offices.unit.id,
        case_type_id=kind,
        seen=dict.fromkeys(many),
        given=Given(clock.today(), None, "Lista"),
    )
    more: dict[str, Any] = {"unit_id": offices.unit.id, "case_type_id": kind, "ended": False}
    first, there_is_more = list_handed_out(actor=offices.as_("admin"), **more, after=None)
    last, nothing_more = list_handed_out(actor=offices.as_("admin"), **more, after=first[-1].id)
    assert [one.name for one in [*first, *last]] == [f"Nr{n} Ek" for n in range(60)]
    assert (len(first), there_is_more, nothing_more) == (50, True, False)
    listed = ledger("casetypes:resident:list")
    assert [len(people) for people, _thing, _detail in listed] == [50, 10]


def test_the_table_takes_one_that_counts_for_each_resident(offices: Offices, kind: UUID) -> None:
    give(offices, kind, "Anna")
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        db.execute(
            "insert into case_type_grant (id, unit_id, case_type_id, person_id, reason, "
            "starts_on, granted_at, granted_by_id, granted_by_name) "
            "select gen_random_uuid(), unit_id, case_type_id, person_id, reason, starts_on, "
            "granted_at, granted_by_id, granted_by_name from case_type_grant"
        )
