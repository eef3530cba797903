"""The record of processing: every table and column is told of, and it says what article 30 asks."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from tests.database import as_owner
from tests.people_made import unit
from vardpost.config.activities import ACTIVITIES, CATEGORIES, SUBJECTS, Category, Subject
from vardpost.config.personal_data import PARTS, PLAIN, QUEUE, TABLES, Held, Nobody

pytestmark = pytest.mark.django_db

#: Columns that are about somebody, judged by their names.
_PERSONAL = re.compile(
    r"(person|resident|staff|author|actor|owner|guardian|child|assignee|recipient|user)(_id|_name|s)?$"
    r"|_by(_id|_name)?$|email|phone|mailbox|street|postal|address|birth|family_name|given_name"
)


def columns() -> dict[str, set[str]]:
    """Return the columns of every table, as the database has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid "
            "where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') "
            "and a.attnum > 0 and not a.attisdropped"
        )
        found: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            if not table.startswith((QUEUE, PARTS)):
                found.setdefault(table, set()).add(column)
    return found


def unlisted(found: dict[str, set[str]]) -> list[str]:
    """Return what the inventory does not tell of."""
    faults = [f"{table}: not listed" for table in sorted(found.keys() - TABLES.keys())]
    faults += [f"{table}: no such table" for table in sorted(TABLES.keys() - found.keys())]
    for table, names in sorted(found.items()):
        held = TABLES.get(table)
        if isinstance(held, Held):
            faults += [f"{table}.{one}: not told of" for one in sorted(names - held.names - PLAIN)]
            faults += [f"{table}.{one}: no such column" for one in sorted(held.names - names)]
        elif isinstance(held, Nobody):
            seen = {one for one in names if _PERSONAL.search(one)} - set(held.despite.split())
            faults += [f"{table}.{one}: looks personal" for one in sorted(seen)]
    return faults


def test_every_table_and_column_is_told_of() -> None:
    """A new table goes into `config/personal_data/`, with what it holds of persons."""
    assert unlisted(columns()) == []


def test_a_new_table_or_column_is_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    found = columns()
    assert unlisted({**found, "newcomer": {"id", "person_id"}}) == ["newcomer: not listed"]
    more = {**found, "person": found["person"] | {"shoe_size"}}
    assert unlisted(more) == ["person.shoe_size: not told of"]
    less = {**found, "region": found["region"] | {"owner_name"}}
    assert unlisted(less) == ["region.owner_name: looks personal"]
    assert unlisted({**found, "person": found["person"] - {"phone"}}) == [
        "person.phone: no such column"
    ]


def test_each_activity_kind_and_subject_is_used_and_told() -> None:
    held = [table for table in TABLES.values() if isinstance(table, Held)]
    assert {table.activity for table in held} == set(ACTIVITIES)
    assert {what for table in held for what in table.columns} == set(Category) == set(CATEGORIES)
    assert {who for table in held for who in table.subjects} == set(Subject) == set(SUBJECTS)


def record(*words: str) -> str:
    said = StringIO()
    call_command("processing_record", *words, stdout=said)
    return said.getvalue()


def test_it_says_what_the_article_asks_for(settings: LazySettings) -> None:
    settings.CONTROLLER, settings.DPO_CONTACT = "Region Ek, 232100-0000", ""
    settings.AUDIT_YEARS, settings.DEMO = 7, False
    with as_owner():
        unit()
    data = json.loads(record("--json"))
    assert data["controller"] == "Region Ek, 232100-0000"
    assert sum(one["units"] for one in data["units"]) == 1
    for one in data["activities"]:
        assert all(one[key] for key in ("purpose", "basis", "subjects", "categories"))
        assert all(one[key] for key in ("recipients", "kept", "tables"))
    assert {one["key"] for one in data["activities"]} == ACTIVITIES.keys() - {"demo"}
    (log,) = [one for one in data["activities"] if one["key"] == "log"]
    assert log["kept"].startswith("7 år")
    assert "resident_ids" in log["tables"]["audit_entry"]["columns"]["identity"]
    assert any("Dataskyddsombudets" in one for one in data["missing"])
    assert not any("CONTROLLER" in one for one in data["missing"])
    settings.AUDIT_YEARS = 1  # never less than five, whatever is set
    assert "5 år" in record()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ("# Register över behandling", "**FYLL I**", "patientdatalagen", "`care_case`")),
        ("en", ("# Record of processing", "**FILL IN**", "Patient Data Act", "`care_case`")),
    ],
)
def test_a_page_to_read(language: str, words: tuple[str, ...]) -> None:
    text = record("--language", language)
    assert [one for one in words if one not in text] == []
    other = "Personuppgiftsansvarig" if language == "en" else "Controller"
    assert other not in text


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "record.md"
    assert "left to fill in" in record("--out", str(out))
    before = out.read_text("utf-8")
    assert before.startswith("# Register")
    with pytest.raises(CommandError, match="exists"):
        record("--out", str(out), "--language", "en")
    assert out.read_text("utf-8") == before
