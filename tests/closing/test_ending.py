"""A unit closes: told ahead, frozen, blocked by an open case, and nothing points to it after."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests import people_made as made
from tests.cases.cases_made import case
from tests.cases.world import World, make
from tests.database import as_owner
from tests.markup import faults
from vardpost.audit.events import AuditEvent
from vardpost.closing.actions.ending import EndingData, announce, call_off, close_unit
from vardpost.closing.queries import left_at
from vardpost.closing.states import MOVES, Event, State, move, open_events
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Denied, Moved, WrongState
from vardpost.people.jobs import ended
from vardpost.people.session import open_scope

TODAY = clock.today()

#: Every column that names a unit and may be live → what a live reference is, as SQL.
LIVE = {
    ("role_grant", "unit_id"): "ends_on is null or ends_on > current_date",
    ("care_case", "unit_id"): "is_open",
    ("care_case", "move_unit_id"): "true",
    ("unit_case_type", "unit_id"): "active",
    ("case_type_grant", "unit_id"): "ended_at is null",
    ("case_type_proposal", "unit_id"): "withdrawn_at is null",
    ("terms_proposal", "unit_id"): "state = 'waiting'",
    ("approved_resident", "unit_id"): "until is null or until >= current_date",
    ("linked_service_unit", "unit_id"): "true",
    ("unit_planned_name", "unit_id"): "true",
    ("unit_recommended", "unit_id"): "true",
    ("unit_closing", "alternative_id"): "ends_on >= current_date",
    ("intake_limit", "alternative_id"): "true",
    ("unit_ending", "to_unit_id"): "state = 'announced'",
    ("unit_ending", "unit_id"): "state = 'announced'",
}
#: Columns that keep what has been, or what nobody meets at a unit that is not live.
KEPT = {
    *(("audit_entry", "unit_id"), ("setting_change", "unit_id"), ("unit_former_name", "unit_id")),
    *(("unit_joining", "unit_id"), ("unit_day", "unit_id"), ("unit_rollup", "unit_id")),
    # An order to many units keeps what became of each.
    ("central_order_unit", "unit_id"),
    # A resident's own words stay hers; she is led to the unit that takes over.
    ("case_draft", "unit_id"),
    # The unit's own settings, as they were.
    *((table, "unit_id") for table in (
        "opening_hours", "catchment_row", "unit_closing", "intake_limit", "unit_notice", "team",
        "team_member", "routing_rule", "case_type", "case_type_version", "terms_text", "unit_terms",
        "red_flag_list", "mirror_policy",
    )),
    # How far residents have been told that it closes.
    ("ending_telling", "unit_id"),
    # Reviews and questions keep what was decided and asked; the alarms ask of live units alone.
    *((table, "unit_id") for table in (
        "mirror_question", "review", "review_alarm", "review_alarm_entry", "review_escalation",
        "review_export", "review_export_part", "review_fact", "review_item", "review_marking",
        "review_plan", "review_question", "review_rule", "review_search", "review_signal",
    )),
    # What an office rolled out, let differ, counted and asked; its lists are of live units.
    *((table, "unit_id") for table in (
        "template_rollout_unit", "template_exemption", "unit_drift", "office_confirmation",
        "office_receipt",
    )),
    # Who works there in the directory; whose administrator made an account.
    *(("directory_assignment", "unit_id"), ("staff_account", "registered_unit_id")),
}  # fmt: skip
#: Columns that hold any id or text, and so the unit's now and then: what happened stands there.
NAMED = {
    *(("care_unit", "id"), ("audit_entry", "object_id"), ("audit_entry", "detail")),
    *(("case_message", "answers"), ("procrastinate_jobs", "args"), ("setting_change", "new")),
}


class Place:
    """A unit, its neighbour, its region's office and another region's."""

    def __init__(self) -> None:
        self.world: World = make()
        with as_owner():
            self.next = made.unit("Almens vårdcentral")
            people = {}
            for who, code in (("here", made.REGION), ("there", "12")):
                people[who] = made.staff(None, name=f"Rita {who}")
                made.grant_office(people[who], "region_admin", code)
        self.tokens = {who: made.sign_in(person, "staff") for who, person in people.items()}
        self.base = f"/r/{made.REGION}/enheter/{self.world.unit.slug}/avveckla"

    def actor(self, who: str = "here") -> Actor:
        actor = open_scope(self.tokens[who], "", request_id="r", address="a")
        assert actor
        return actor

    def browser(self, who: str = "here") -> Client:
        client = Client()
        client.cookies["session"] = self.tokens[who]
        return client

    def resident(self) -> Client:
        self.world.as_("resident")
        client = Client()
        client.cookies["session"] = self.world.tokens["resident"]
        return client

    def announce(self, version: int = 0, who: str = "here", **other: Any) -> None:
        values: dict[str, Any] = {
            "freezes_on": TODAY,
            "closes_on": TODAY + timedelta(days=21),
            "to_unit": self.next.id,
            **other,
        }
        announce(
            actor=self.actor(who), unit_id=self.world.unit.id, version=version,
            data=EndingData(**values),
        )  # fmt: skip

    def close(self, version: int = 1, who: str = "here") -> None:
        close_unit(actor=self.actor(who), unit_id=self.world.unit.id, version=version)

    def day_comes(self) -> None:
        with as_owner():
            db.execute("update unit_ending set closes_on = %s, freezes_on = %s", [TODAY, TODAY])

    def one(self, sql: str, *values: object) -> Any:
        with as_owner():
            row = db.fetch_one(sql, list(values))
        return row[0] if row else None


@pytest.fixture
def place(db: None) -> Place:  # pytest-django's own
    return Place()


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_table() -> None:
    assert open_events(State.NONE) == [Event.ANNOUNCE]
    assert open_events(State.CLOSED) == []
    for state in State:
        for event in Event:
            if (state, event) not in MOVES:
                with pytest.raises(WrongState):
                    move(state, event)


def test_residents_are_told_and_send_nothing_more(place: Place) -> None:
    place.announce()
    page = _text(place.resident().get(f"/mottagningar/{place.world.unit.slug}"))
    assert "Mottagningen läggs ned" in page
    assert "Almens vårdcentral" in page
    assert not faults(page)
    with pytest.raises(WrongState, match="no new cases now"):
        place.world.submit()


def test_new_cases_stay_stopped_until_it_closes_whatever_the_unit_does(place: Place) -> None:
    place.announce(closes_on=TODAY + timedelta(days=366))
    assert place.one("select count(*) from unit_closing") == 0
    with as_owner():
        db.execute(
            "update unit_ending set freezes_on = freezes_on - 360, closes_on = closes_on - 360"
        )
    page = _text(place.resident().get(f"/mottagningar/{place.world.unit.slug}"))
    assert "Tar inte emot nya ärenden" in page
    assert "till och med" not in page
    with pytest.raises(WrongState, match="no new cases now"):
        place.world.submit()
    place.actor()
    call_off(actor=place.actor(), unit_id=place.world.unit.id, version=1)
    assert (
        place.one("select state from care_case where id = %s", place.world.submit()) == "submitted"
    )


def test_the_unit_is_told_of_it_among_its_days(place: Place) -> None:
    place.announce()
    place.world.as_("admin")
    client = Client()
    client.cookies["session"] = place.world.tokens["admin"]
    page = client.get(f"/m/{place.world.unit.slug}/admin/stangt")
    assert "Mottagningen läggs ned" in _text(page)
    assert not faults(_text(page))


def test_it_is_blocked_while_a_case_is_open_and_before_its_day(place: Place) -> None:
    case = place.world.submit()
    place.announce()
    with pytest.raises(BadInput):
        place.close()
    place.day_comes()
    with pytest.raises(BadInput):
        place.close()
    place.actor()
    assert db.fetch_one("select unit_close(%s, null, '')", [place.world.unit.id]) == (False,)
    answer = place.browser().post(f"{place.base}/avsluta", {"version": "1"})
    assert "Det finns öppna ärenden" in _text(answer)
    assert "färre än fem" in _text(answer)
    assert place.one("select live from care_unit where id = %s", place.world.unit.id) is True
    assert place.one("select state from care_case where id = %s", case) == "submitted"


def _everything(place: Place) -> None:
    """Let everything there is point to the unit."""
    unit, people, today = place.world.unit.id, place.world.people, TODAY
    with as_owner():
        db.execute(
            "insert into approved_resident (id, unit_id, person_id, reason, "
            "approved_by_name, created_at) values (gen_random_uuid(), %s, %s, 'x', 'x', "
            "now())",
            [unit, place.world.people["resident"]],
        )
        db.execute(
            "insert into linked_service (id, region_id, internal_name, name_sv, name_en, "
            "about_sv, about_en, address) values (%s, null, 'x', 'x', '', 'x', '', "
            "'https://x.se')",
            [UUID(int=7)],
        )
        db.execute(
            "insert into linked_service_unit (id, service_id, unit_id) "
            "values (gen_random_uuid(), %s, %s)",
            [UUID(int=7), unit],
        )
        db.execute(
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, "
            "stops_intake, case_type, reason_sv, reason_en, alternative_id) values "
            "(gen_random_uuid(), %s, %s, %s, true, true, '', 'x', '', %s)",
            [place.next.id, today, today, unit],
        )
        db.execute(
            "insert into intake_limit (unit_id, most_waiting, extra_days, alternative_id) "
            "values (%s, 9, 0, %s)",
            [place.next.id, unit],
        )
        db.execute(
            "insert into unit_planned_name (unit_id, name, from_on) values (%s, 'x', %s)",
            [unit, today],
        )
        db.execute(
            "insert into case_type_proposal (id, unit_id, case_type_id, by_name, at) "
            "select gen_random_uuid(), %s, t.id, 'x', now() from case_type t "
            "where t.key = 'send_message'",
            [unit],
        )
        db.execute(
            "insert into terms_proposal (id, change_id, unit_id, case_type_id, by_name, find, put, "
            "whole, at, state) select gen_random_uuid(), gen_random_uuid(), %s, t.id, 'x', 'x', "
            "'y', true, now(), 'waiting' from case_type t where t.key = 'send_message'",
            [unit],
        )
        db.execute("insert into case_type_grant (id, unit_id, case_type_id, person_id, reason, "
                   "starts_on, granted_at, granted_by_id, granted_by_name) select "
                   "gen_random_uuid(), %s, t.id, %s, 'x', %s, now(), %s, 'x' from case_type t "
                   "where t.key = 'send_message'",
                   [unit, people["resident"], today, people["admin"]])  # fmt: skip


def _columns() -> set[tuple[str, str]]:
    """Return every column of the database that names a unit, by its key or by what it is called."""
    return {
        (row[0], row[1])
        for row in db.fetch_all(
            "select c.relname::text, a.attname::text from pg_attribute a join pg_class c "
            "on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition "
            "and c.relnamespace = 'public'::regnamespace where a.attnum > 0 "
            "and not a.attisdropped and (exists (select 1 from pg_constraint k "
            "where k.conrelid = c.oid and k.contype = 'f' "
            "and k.confrelid = 'care_unit'::regclass and a.attnum = any(k.conkey)) "
            "or (a.attname like '%%unit%%' and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)))"
        )
    }


def _holding(unit_id: UUID) -> set[tuple[str, str]]:
    """Return every column of the database in which the unit's id stands, whatever it is called."""
    columns = db.fetch_all(
        "select c.relname::text, a.attname::text from pg_attribute a join pg_class c "
        "on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition "
        "and c.relnamespace = 'public'::regnamespace where a.attnum > 0 and not a.attisdropped "
        "and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype, 'json'::regtype, 'jsonb'::regtype, "
        "'text'::regtype, 'varchar'::regtype, 'text[]'::regtype, 'varchar[]'::regtype)"
    )
    # Names of tables and columns alone, as the database gives them.
    each = " union all ".join(
        f"select '{table}', '{column}' where exists "
        f'(select 1 from {table} where "{column}"::text like %(held)s)'
        for table, column in columns
    )
    with connection.cursor() as cursor:
        cursor.execute(each, {"held": f"%{unit_id}%"})
        return {(row[0], row[1]) for row in cursor.fetchall()}


def test_a_new_table_that_names_a_unit_is_found_whatever_its_column_is_called(
    place: Place,
) -> None:
    with as_owner():
        for column in (
            "unit_id uuid", "for_unit uuid", "units uuid[]", "place uuid references care_unit",
        ):  # fmt: skip
            before = _columns()
            db.execute(f"create table planted (id int, {column})")
            assert _columns() - before == {("planted", column.split()[0])}
            db.execute("drop table planted")
        db.execute("create table planted (id int, what jsonb)")
        db.execute(
            "insert into planted values (1, %s)", [db.json({"to": str(place.world.unit.id)})]
        )
        assert ("planted", "what") in _holding(place.world.unit.id)


def test_the_office_counts_who_is_asked_about_a_move(place: Place) -> None:
    with as_owner():
        case(place.world.unit, place.world.people["resident"], move_unit_id=place.next.id)
    place.actor()
    assert left_at(place.world.unit.id)["moving"] == 1
    assert "Invånaren är tillfrågad om flytt" in _text(place.browser().get(place.base))


def test_nothing_live_points_to_a_closed_unit(place: Place) -> None:
    _everything(place)
    place.announce()
    place.day_comes()
    place.close()
    assert place.one("select live from care_unit where id = %s", place.world.unit.id) is False
    with as_owner():
        found = _columns()
        assert found - set(LIVE) - KEPT == set(), "a table says whether it points to a closed unit"
        assert set(LIVE) | KEPT <= found, "and one that is gone says nothing"
        held = _holding(place.world.unit.id)
        assert held - set(LIVE) - KEPT - NAMED == set(), "so does one that names it otherwise"
        for (table, column), live in LIVE.items():
            row = db.fetch_one(
                f"select count(*) from {table} where {column} = %s and ({live})",
                [place.world.unit.id],
            )
            assert row == (0,), table
    assert place.one("select alternative_id from intake_limit") is None
    assert ended(made.REGION) >= 5, "the timer does what follows for each person"


def test_the_old_address_leads_to_the_unit_that_took_over(place: Place) -> None:
    place.announce()
    place.day_comes()
    place.close()
    for client, path in (
        (place.resident(), f"/mottagningar/{place.world.unit.slug}"),
        (Client(), f"/katalog/{place.world.unit.slug}"),
    ):
        answer = client.get(path)
        page = _text(answer)
        assert answer.status_code == 410
        assert "Flyttad till" in page
        assert f"/{place.next.slug}" in page
        assert not faults(page)
    assert place.world.unit.slug not in _text(Client().get("/katalog.json"))
    place.actor()
    assert db.fetch_one("select unit_open(%s)", [place.world.unit.id]) == (False,)
    page = _text(place.browser().get(place.base))
    assert "Mottagningen avslutades" in page
    with pytest.raises(WrongState):
        call_off(actor=place.actor(), unit_id=place.world.unit.id, version=2)


def test_it_can_be_called_off_and_announced_again(place: Place) -> None:
    place.announce()
    call_off(actor=place.actor(), unit_id=place.world.unit.id, version=1)
    assert place.one("select count(*) from unit_closing") == 0
    place.world.submit()
    place.announce(version=2)
    with as_owner():
        rows = db.fetch_all(
            "select detail->'new'->>'state' from audit_entry where action = %s order by id",
            [AuditEvent.UNIT_ENDING_CHANGED.value],
        )
    assert [row[0] for row in rows] == ["announced", "called_off", "announced"]


def test_twice_is_once_and_the_second_office_is_told(place: Place) -> None:
    place.announce()
    place.announce()
    with as_owner():
        other = made.staff(None, name="Rut Två")
        made.grant_office(other, "region_admin", made.REGION)
    place.tokens["here"] = made.sign_in(other, "staff")
    with pytest.raises(Moved):
        place.announce(freezes_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"closes_on": TODAY + timedelta(days=20)},
        {"closes_on": TODAY + timedelta(days=999)},
        {"freezes_on": TODAY - timedelta(days=1)},
        {"freezes_on": TODAY + timedelta(days=30)},
        {"to_unit": UUID(int=1)},
    ],
)
def test_days_and_units_that_cannot_be_are_refused(place: Place, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        place.announce(**wrong)
    assert place.one("select count(*) from unit_ending") == 0


def test_nobody_else_closes(place: Place) -> None:
    with pytest.raises(Denied):
        place.announce(who="there")
    assert place.browser("there").get(place.base).status_code == 404
    place.announce()
    place.day_comes()
    with pytest.raises(Denied):
        place.close(who="there")
    for who in ("there", "admin"):
        place.world.as_("admin") if who == "admin" else place.actor(who)
        sql = "select unit_close(%s, null, '')"
        assert db.fetch_one(sql, [place.world.unit.id]) == (None,)
        assert left_at(place.world.unit.id) == {}
    place.actor()
    with pytest.raises(DatabaseError), transaction.atomic():
        db.execute("update unit_ending set state = 'closed'")


def test_the_pages(place: Place) -> None:
    office = place.browser()
    page = _text(office.get(place.base))
    assert "Det här är öppet" in page
    assert not faults(page)
    form = {
        "freezes_on": str(TODAY), "closes_on": "snart", "to_unit": str(place.next.id),
        "version": "0",
    }  # fmt: skip
    answer = office.post(place.base, form)
    assert answer.status_code == 422
    assert not faults(_text(answer))
    form["closes_on"] = str(TODAY + timedelta(days=22))
    assert office.post(place.base, form).status_code == 303
    page = _text(office.get(place.base))
    assert "Inga nya ärenden tas emot" in page
    assert not faults(page)
    assert "tidigast den dag" in _text(office.post(f"{place.base}/avsluta", {"version": "1"}))
    assert office.post(f"{place.base}/avbryt", {"version": "1"}).status_code == 303


def test_a_resident_reads_in_her_case_that_the_unit_closes(place: Place) -> None:
    case_id = place.world.submit()
    page = f"/mina/arenden/{case_id}"
    assert "läggs ned" not in _text(place.resident().get(page))
    place.announce()
    told = _text(place.resident().get(page))
    assert not faults(told)
    assert "Den besvarar eller avslutar ditt ärende innan dess." in told
    assert f'href="/mottagningar/{place.next.slug}"' in told
    with as_owner():
        db.execute(
            "update care_case set state = 'withdrawn', finished_at = now() where id = %s",
            [case_id],
        )
    assert "innan dess" not in _text(place.resident().get(page))
    place.day_comes()
    place.close()
    assert "Mottagningen är nedlagd.</strong> Ditt ärende finns kvar här." in _text(
        place.resident().get(page)
    )


def test_the_office_sees_where_the_open_cases_stand_and_why_they_stay(place: Place) -> None:
    place.actor()
    assert left_at(place.world.unit.id)["cases"] == 0
    place.world.submit()
    with as_owner():
        for state, who in (("assigned", "responder"), ("awaiting_resident", "responder")):
            case(
                place.world.unit, place.world.people["resident"], state,
                place.world.people[who], resident_protected=state == "assigned",
            )  # fmt: skip
    place.actor()
    left = left_at(place.world.unit.id)
    names = ("cases", "ungiven", "given", "asked", "shielded")
    assert [left[name] for name in names] == [3, 1, 1, 1, 1]
    page = _text(place.browser().get(place.base))
    assert "Ett öppet ärende flyttas bara när invånaren säger ja." in page
    assert page.count("färre än fem") >= 5
    assert not faults(page)


def test_the_second_office_is_told_on_the_page_and_keeps_what_was_typed(place: Place) -> None:
    place.announce()
    with as_owner():
        other = made.staff(None, name="Rut Två")
        made.grant_office(other, "region_admin", made.REGION)
    client = Client()
    client.cookies["session"] = made.sign_in(other, "staff")
    day = (TODAY + timedelta(days=33)).isoformat()
    typed = {"version": "0", "freezes_on": day, "closes_on": day, "to_unit": ""}
    answer: Any = client.post(place.base, typed)
    assert answer.status_code == 409
    page = _text(answer)
    assert page.count(f'value="{day}"') == 2
    assert (TODAY + timedelta(days=21)).isoformat() not in page  # told in words
    assert "Rita here" in page
    assert not faults(page)
    assert client.post(f"{place.base}/avbryt", {"version": "0"}).status_code == 409
    assert place.one("select state from unit_ending") == "announced"


@pytest.mark.parametrize("path", ["", "/avbryt", "/avsluta"])
def test_another_region_finds_nothing_under_any_address(place: Place, path: str) -> None:
    place.announce()
    for region in (made.REGION, "12"):
        address = f"/r/{region}/enheter/{place.world.unit.slug}/avveckla{path}"
        assert place.browser("there").post(address, {"version": "1"}).status_code == 404
    assert place.browser("here").post(
        f"/r/12/enheter/{place.world.unit.slug}/avveckla{path}", {"version": "1"}
    ).status_code == 404  # fmt: skip
    assert place.one("select state from unit_ending") == "announced"
