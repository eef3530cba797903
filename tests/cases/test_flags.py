"""Red flags with the case: raised by the resident's words, shown with their list, lowered."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, transaction

from tests.cases.staff_http import browser, location, text, world
from tests.cases.world import World
from tests.database import as_owner
from tests.markup import faults
from vardpost.cases.actions import answer, close, read
from vardpost.cases.actions.assign import assign
from vardpost.cases.actions.change import AlreadyDone
from vardpost.cases.actions.urgent import lower_flag
from vardpost.kernel import db
from vardpost.kernel.errors import Denied, NotFound, WrongState

pytestmark = pytest.mark.django_db

CHEST = "Jag har ont i bröstet Zyxine"


@pytest.fixture
def place() -> World:
    return world()


def one(sql: str, *params: Any) -> Any:
    """Return one row past row security."""
    with as_owner():
        return db.fetch_one(sql, params)


def flags(case_id: UUID) -> list[tuple[Any, ...]]:
    """Return what was raised: key, advice, level, version."""
    with as_owner():
        return db.fetch_all(
            "select key, advice, level, list_version from case_flag where case_id = %s "
            "order by at, advice, key",
            [case_id],
        )


def raised(case_id: UUID) -> int:
    return int(one("select raised from care_case where id = %s", case_id)[0])


def lower(place: World, who: str, case_id: UUID, version: int = 1) -> None:
    lower_flag(actor=place.as_(who), case_id=case_id, version=version)


def given(place: World, case_id: UUID) -> None:
    """Distribute the case to the responder."""
    receiver = place.as_("receiver")
    assign(actor=receiver, case_id=case_id, version=1, target_id=place.people["responder"])


def test_words_raise_a_flag_and_none_of_them_is_kept_twice(place: World) -> None:
    calm, urgent = place.submit(), place.submit("other_resident", CHEST)
    assert (flags(calm), raised(calm)) == ([], 0)
    assert (flags(urgent), raised(urgent)) == ([("chest_pain", "112", "national", 1)], 1)
    kept = one("select string_agg(f::text, '') from case_flag f where case_id = %s", urgent)
    assert "Zyxine" not in kept[0]
    detail = one(
        "select detail::text from audit_entry where action = 'cases:case:submit' "
        "and object_id = %s",
        str(urgent),
    )[0]
    (told,) = json.loads(detail)["flags"]
    assert (told["version"], told["key"]) == (1, "chest_pain")
    assert "Zyxine" not in detail


def test_the_most_urgent_advice_pins(place: World) -> None:
    case_id = place.submit(words="Kan det vara blindtarmen? Jag kan inte andas")
    assert [row[:2] for row in flags(case_id)] == [("breathing", "112"), ("appendicitis", "1177")]
    assert raised(case_id) == 1
    assert raised(place.submit("other_resident", "Kan det vara blindtarmen?")) == 2


def test_a_reply_and_writing_again_raise_it_too(place: World) -> None:
    case_id = place.submit()
    given(place, case_id)
    responder = place.as_("responder")
    read.open_case(actor=responder, case_id=case_id)
    answer.ask_counter_question(actor=responder, case_id=case_id, version=2, body="Hur är det?")
    resident = place.as_("resident")
    answer.reply_to_question(actor=resident, case_id=case_id, version=3, body=CHEST)
    assert raised(case_id) == 1
    lower(place, "responder", case_id, 4)
    responder = place.as_("responder")
    answer.send_final_answer(actor=responder, case_id=case_id, version=4, body="Så", answers={})
    resident = place.as_("resident")
    answer.follow_up(
        actor=resident, case_id=case_id, version=5, body="Kan inte andas", offered=True
    )
    assert raised(case_id) == 1
    assert [row[0] for row in flags(case_id)] == ["chest_pain", "breathing"]


@pytest.mark.parametrize("who", ["receiver", "responder"])
def test_lowering_leaves_who_and_when(place: World, who: str) -> None:
    case_id = place.submit(words=CHEST)
    given(place, case_id)
    lower(place, who, case_id, 2)
    assert raised(case_id) == 0
    assert flags(case_id) != []
    role = {"receiver": "case_receiver"}.get(who, who)
    history = one(
        "select actor_role, actor_id, at is not null, version from case_history "
        "where case_id = %s and event = 'lower_flag'",
        case_id,
    )
    assert history == (role, place.people[who], True, 2)
    audited = one(
        "select count(*) from audit_entry where action = 'cases:case:lower-flag' "
        "and object_id = %s",
        str(case_id),
    )
    assert audited[0] == 1


def test_who_may_not_lower(place: World) -> None:
    case_id = place.submit(words=CHEST)
    for who, refused in (("responder", NotFound), ("admin", NotFound), ("resident", Denied)):
        with pytest.raises(refused):
            lower(place, who, case_id)
    assert raised(case_id) == 1


def test_lowered_once(place: World) -> None:
    case_id, calm = place.submit(words=CHEST), place.submit("other_resident")
    lower(place, "receiver", case_id)
    with pytest.raises(AlreadyDone):
        lower(place, "receiver", case_id)
    with pytest.raises(WrongState, match="no_flag"):
        lower(place, "both", case_id)
    with pytest.raises(WrongState, match="no_flag"):
        lower(place, "receiver", calm)


def test_a_colleague_who_writes_meanwhile_is_not_stale(place: World) -> None:
    case_id = place.submit(words=CHEST)
    lower(place, "receiver", case_id)
    both = place.as_("both")
    answer.send_partial_answer(actor=both, case_id=case_id, version=1, body="Vi ringer")


def test_a_finished_case_pins_nothing(place: World) -> None:
    case_id = place.submit(words=CHEST)
    resident = place.as_("resident")
    close.withdraw(actor=resident, case_id=case_id, version=1)
    assert raised(case_id) == 0
    assert len(flags(case_id)) == 1


def test_flags_are_seen_and_raised_by_whom_the_case_is_open_to(place: World) -> None:
    """The second lock: flags follow their case, and only a resident's words raise any."""
    case_id = place.submit(words=CHEST)
    for who, seen in (("receiver", 1), ("resident", 1), ("responder", 0), ("other_resident", 0)):
        place.as_(who)
        found = db.fetch_one("select count(*) from case_flag where case_id = %s", [case_id])
        assert found == (seen,), who
    sql = (
        "insert into case_flag select gen_random_uuid(), case_id, list_id, level, list_version, "
        "key, label_sv, label_en, advice, at from case_flag where case_id = %s"
    )
    columns = "id, case_id, list_id, level, list_version, key, label_sv, label_en, advice, at"
    place.as_("receiver")
    with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        db.execute(sql.replace("case_flag select", f"case_flag ({columns}) select"), [case_id])


def test_staff_see_sign_list_and_version_and_lower_it_on_the_page(place: World) -> None:
    case_id = place.submit(words=CHEST)
    receiver = browser(place, "receiver")
    page = receiver.get("att-fordela", case_id)
    assert faults(page.content.decode()) == []
    shown = text(page)
    assert "Röd flagga Larmord: bröstsmärta, nationell lista version 1" in shown
    assert "Röd flagga: bröstsmärta : nationell lista version 1" in shown
    answered = receiver.post("att-fordela", case_id, "sank-flagga")
    after = text(receiver.client.get(location(answered)))
    assert "Den röda flaggan är sänkt." in after
    assert "Rut Ek sänkte den röda flaggan" in after
    assert "Röd flagga Larmord" not in after
    assert "Larmord: bröstsmärta, nationell lista version 1" in after
    assert "Sänk flaggan" not in after.split("Vad som har hänt")[0]
    again = receiver.post("att-fordela", case_id, "sank-flagga")
    assert again.status_code == 303
    late = browser(place, "both").post("att-fordela", case_id, "sank-flagga")
    assert late.status_code == 409
    assert "Den röda flaggan är redan sänkt." in text(late)


def test_the_resident_reads_nothing_of_flags(place: World) -> None:
    case_id = place.submit(words=CHEST)
    lower(place, "receiver", case_id)
    resident = browser(place, "resident")
    page = text(resident.client.get(f"/mina/arenden/{case_id}"))
    assert "flagga" not in page.lower()
    assert "larmord" not in page.lower()
