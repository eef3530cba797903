"""Versions in the database: made once, never changed; region and unit add and never take away."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, operator, system_actor
from vardpost.kernel.errors import BadInput, Denied, Moved
from vardpost.people.session import open_scope
from vardpost.redflags import queries
from vardpost.redflags.actions.own import OWN, publish_own, publish_regional
from vardpost.redflags.actions.publish import publish_national
from vardpost.redflags.additions import Additions
from vardpost.redflags.lists import Flag, Level, Owner, Text, canonical, content_hash
from vardpost.units.actions.settings import read_history, restore
from vardpost.units.queries.settings import version

pytestmark = pytest.mark.django_db

OWNER = Owner("Siv Holm", "distriktsläkare")


def added(*phrases: str, key: str = "own_1") -> Additions:
    """Return a list of one sign of one's own."""
    return Additions(OWNER, (Flag(key, Text("fästingbett", "tick bite"), "unit", sv=phrases),))


class Office:
    """Two units of a region, one of another, and those who run them."""

    def __init__(self) -> None:
        with as_owner():
            self.unit, self.sister = made.unit(), made.unit("Almen")
            self.stranger = made.unit("Granen", region="12")
            people = {
                "admin": made.staff(self.unit, "unit_admin", name="Eva Ros"),
                "second": made.staff(self.unit, "unit_admin", name="Ulf Sten"),
                "next door": made.staff(self.sister, "unit_admin"),
                "responder": made.staff(self.unit, "responder"),
                "region": made.staff(None, "region_admin"),
            }
            self.tokens = {name: made.sign_in(who, "staff") for name, who in people.items()}

    def enter(self, who: str) -> Actor:
        """Set the scope of the person, and return the actor."""
        slug = {"region": "", "next door": self.sister.slug}.get(who, self.unit.slug)
        actor = open_scope(self.tokens[who], slug, request_id="r", address="a")
        assert actor
        return actor

    def publish(self, who: str, additions: Additions, version: int = 0) -> None:
        """Publish a list of the unit."""
        actor = self.enter(who)
        publish_own(actor=actor, unit_id=self.unit.id, version=version, additions=additions)

    def keys(self, text: str, unit: made.Unit | None = None) -> list[str]:
        """Return what a text gives at a unit."""
        return [hit.key for hit in queries.matcher((unit or self.unit).id).hits(text)]


@pytest.fixture
def office() -> Office:
    return Office()


def test_upgrading_publishes_once(office: Office) -> None:
    with as_owner():
        assert publish_national(actor=system_actor("test")) == []
        (card,) = queries.in_force(made.REGION, office.unit.id)
    assert (card.level, card.version, card.owner_name) == ("national", 1, "Ingrid Sandahl Ek")
    assert office.keys("Jag har ont i bröstet") == ["chest_pain"]


@pytest.mark.parametrize(
    "change", ["update red_flag_list set version = 9", "delete from red_flag_list"]
)
def test_a_published_list_is_never_changed(change: str) -> None:
    with as_owner(), pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        db.execute(change)


def test_a_unit_adds_and_takes_nothing_away(office: Office) -> None:
    office.publish("admin", added("fästing*", "ont i bröstet"))
    assert office.keys("Fästing på benet och ont i bröstet") == ["chest_pain", "own_1"]
    assert office.keys("Fästing på benet", office.sister) == []
    assert [one.level for one in queries.in_force(made.REGION, office.unit.id)] == [
        "national",
        "unit",
    ]


def test_old_versions_are_kept_and_the_newest_is_asked(office: Office) -> None:
    office.publish("admin", added("fästing*"))
    office.publish("admin", added("borrelia"), version=1)
    assert office.keys("Fästing") == []
    assert office.keys("borrelia") == ["own_1"]
    with as_owner():
        kept = db.fetch_all(
            "select version, owner_name, published_by from red_flag_list where unit_id = %s "
            "order by version",
            [office.unit.id],
        )
    assert kept == [(1, "Siv Holm", "Eva Ros"), (2, "Siv Holm", "Eva Ros")]


def test_a_region_adds_for_all_its_units(office: Office) -> None:
    actor = office.enter("region")
    publish_regional(actor=actor, region_id=made.REGION, version=0, additions=added("fästing*"))
    assert office.keys("Fästing") == office.keys("Fästing", office.sister) == ["own_1"]
    assert office.keys("Fästing", office.stranger) == []
    with pytest.raises(Denied):
        publish_regional(actor=actor, region_id="12", version=0, additions=added("orm*"))


@pytest.mark.parametrize("who", ["responder", "next door"])
def test_who_may_not(office: Office, who: str) -> None:
    with pytest.raises(Denied):
        office.publish(who, added("fästing*"))


def test_the_second_lock(office: Office) -> None:
    """Row security refuses what a verb that forgot to ask would have let through."""
    sql = (
        "insert into red_flag_list (id, level, region_id, unit_id, version, owner_name, "
        "owner_title, valid_from, definition, content_hash, published_at, published_by) select "
        "gen_random_uuid(), %s, %s, %s, 99, 'X', 'Y', valid_from, definition, content_hash, "
        "published_at, '' from red_flag_list limit 1"
    )
    for who, place in (
        ("responder", ("unit", made.REGION, office.unit.id)),
        ("admin", ("unit", made.REGION, office.sister.id)),
        ("admin", ("national", None, None)),
    ):
        office.enter(who)
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            db.execute(sql, place)


def test_two_editors(office: Office) -> None:
    office.publish("admin", added("fästing*"))
    with pytest.raises(Moved) as told:
        office.publish("second", added("huggorm*"))
    assert told.value.version == 1
    office.publish("admin", added("fästing*"))  # the same once more: a double click
    assert version(office.unit.id, OWN.key) == 1


def test_what_is_no_list_is_told(office: Office) -> None:
    with pytest.raises(BadInput), transaction.atomic():
        office.publish("admin", added("a*"))
    with pytest.raises(BadInput), transaction.atomic():
        office.publish("admin", Additions(Owner("", ""), added("fästing*").flags))


def test_a_change_is_taken_back(office: Office) -> None:
    office.publish("admin", added("fästing*"))
    office.publish("admin", added("borrelia"), version=1)
    actor = office.enter("second")
    newest = read_history(actor=actor, unit_id=office.unit.id, kind=OWN.key)[0]
    restore(actor=actor, unit_id=office.unit.id, change_id=newest.id, version=2)
    assert office.keys("Fästing borrelia") == ["own_1"]
    assert office.keys("borrelia") == []
    with override("sv"):
        lines = OWN.words(newest.new)
    assert lines == [("Ansvarig", "Siv Holm, distriktsläkare"), ("fästingbett", lines[1][1])]
    assert "borrelia" in lines[1][1]


def test_the_very_first_list_is_taken_back_too(office: Office) -> None:
    office.publish("admin", added("fästing*"))
    actor = office.enter("second")
    first = read_history(actor=actor, unit_id=office.unit.id, kind=OWN.key)[0]
    restore(actor=actor, unit_id=office.unit.id, change_id=first.id, version=1)
    assert office.keys("fästing") == []


def test_a_list_is_not_in_force_before_its_day(office: Office, tmp_path: Path) -> None:
    data = json.loads(Path("vardpost/redflags/definitions/national.json").read_text("utf-8"))
    data |= {"valid_from": "2999-01-01", "flags": [], "combinations": []}
    file = tmp_path / "empty.json"
    file.write_text(json.dumps(data), "utf-8")
    with as_owner():
        assert run("publish", str(file), "--json") == [{"published": 2}]
    assert office.keys("ont i bröstet") == ["chest_pain"]


def test_asking_costs_one_statement(office: Office) -> None:
    office.keys("ont i bröstet")
    with CaptureQueriesContext(
        connection,
    ) as statements:
        office.keys("ont i bröstet")
    assert len(statements) == 1


def run(*words: str) -> Any:
    said = StringIO()
    call_command("red_flags", *words, stdout=said)
    return json.loads(said.getvalue()) if "--json" in words else said.getvalue()


def test_the_command_lists_and_tries(office: Office) -> None:
    with as_owner():
        assert run("list", "--json")[0]["owner"].startswith("Ingrid Sandahl Ek")
        tried = run("test", "Jag har inte ont i bröstet men svårt att andas", "--json")
        assert [(one["key"], one["why_not"]) for one in tried] == [
            ("chest_pain", "denied"),
            ("breathing", ""),
        ]
        assert "inget larmord" in run("test", "Förnya recept")
        hsa = db.fetch_one("select hsa_id from care_unit where id = %s", [office.unit.id])
        assert hsa
        assert len(run("list", "--unit", hsa[0].lower(), "--json")) == 1
        with pytest.raises(CommandError):
            run("list", "--unit", "SE0000000000-X")


ROW = (
    "select action, outcome, purpose, actor_kind, person_name, object_type, object_id, unit_id, "
    "region_id, detail::text from audit_entry"
)


def published(*words: str, file: Path) -> list[Any]:
    """Publish a file as an operator does; return the rows of the ledger that it left."""
    with as_owner():
        before = len(db.fetch_all(ROW))
        run("publish", str(file), *words)
        return db.fetch_all(f"{ROW} order by id")[before:]


@pytest.mark.parametrize("level", ["national", "region", "unit"])
def test_the_command_leaves_one_row_with_what_stood_and_what_stands(
    office: Office, tmp_path: Path, level: Level
) -> None:
    hsa = db.fetch_one("select hsa_id from care_unit where id = %s", [office.unit.id])
    assert hsa
    words = {"national": (), "region": ("--region", made.REGION), "unit": ("--unit", hsa[0])}[level]
    before = {"national": queries.every_list()[0].version}.get(level)
    file = tmp_path / "list.json"
    for phrase in ("fästing*", "borrelia"):
        file.write_text(canonical(added(phrase).definition(clock.today())), "utf-8")
        (row,) = published(*words, file=file)
        detail = json.loads(row[-1])
        newest = queries.newest(
            level, made.REGION if words else None, office.unit.id if level == "unit" else None
        )
        assert newest
        now = {"version": (before or 0) + 1, "hash": content_hash(canonical(newest.definition))}
        assert row[:5] == (
            *("redflags:list:publish", "ok", "administration", "system"),
            "red_flags publish",
        )
        place = {"national": "national", "region": made.REGION, "unit": str(office.unit.id)}
        assert row[5:7] == ("red_flag_list", place[level])
        assert row[7:9] == (
            office.unit.id if level == "unit" else None,
            made.REGION if words else "",
        )
        assert detail["by"] == operator()
        assert detail["new"] == now
        assert detail["old"].get("version") == before
        assert "fästing" not in row[-1]
        before = newest.version
        assert published(*words, file=file) == []  # the same once more changes nothing


def test_without_its_row_nothing_is_published(tmp_path: Path) -> None:
    file = tmp_path / "list.json"
    file.write_text(canonical(added("fästing*").definition(clock.today())), "utf-8")
    before = queries.every_list()
    with as_owner():
        db.execute("alter table audit_entry add constraint shut check (action = '') not valid")
        with pytest.raises(IntegrityError):
            run("publish", str(file))
    assert queries.every_list() == before


def test_the_command_refuses_what_is_no_list(tmp_path: Path) -> None:
    file = tmp_path / "wrong.json"
    file.write_text("{}", "utf-8")
    with as_owner(), pytest.raises(CommandError, match="owner"):
        run("publish", str(file))
    with as_owner(), pytest.raises(CommandError, match="saknas"):
        run("publish", str(tmp_path / "saknas.json"))
