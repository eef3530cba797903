"""The first grant of all: once, audited, by the owner of the tables alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import db

pytestmark = pytest.mark.django_db
HSA = "SE5560000000-0A1B"
NEW = ["--given-name", "Kim", "--family-name", "Berg", "--birth-date", "1975-03-14"]


def bootstrap(*arguments: str) -> str:
    out = StringIO()
    call_command("bootstrap", "national-office", *arguments, stdout=out)
    return out.getvalue()


def offices() -> list[tuple[object, ...]]:
    return db.fetch_all(
        "select a.hsa_id, g.unit_id, g.region_code, g.granted_by_name from role_grant g "
        "join staff_account a using (person_id) where g.role = 'national_office'"
    )


def test_it_works_once_and_leaves_a_row() -> None:
    with as_owner():
        assert HSA in bootstrap(HSA, *NEW, "--sex", "woman")
        assert offices() == [(HSA, None, "", "./manage.py bootstrap")]
        audit = db.fetch_all("select action, actor_kind, person_name, outcome from audit_entry")
        assert audit == [("people:national-office:bootstrap", "system", "bootstrap", "ok")]
        with pytest.raises(CommandError, match="given before"):
            bootstrap("SE5560000000-0C2D", *NEW, "--sex", "man")
        assert len(offices()) == 1


def test_an_account_that_is_there_gets_it_whatever_the_letters() -> None:
    with as_owner():
        person = made.staff(None, name="Kim Berg")
        db.execute("update staff_account set hsa_id = %s where person_id = %s", [HSA, person])
        bootstrap(HSA.lower())
        assert offices()[0][0] == HSA
        assert db.fetch_one("select count(*) from person") == (1,)


def test_what_is_missing_is_said() -> None:
    with as_owner():
        with pytest.raises(CommandError, match="No active staff account"):
            bootstrap(HSA)
        with pytest.raises(CommandError, match="Missing: --sex"):
            bootstrap(HSA, *NEW)
        with pytest.raises(CommandError, match="ten digits"):
            bootstrap("Kim")
        assert offices() == []


def test_the_application_s_role_may_not() -> None:
    with pytest.raises(CommandError, match="database refused"):
        bootstrap(HSA, *NEW, "--sex", "woman")


def test_the_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("bootstrap", "--help")
    assert "./manage.py bootstrap national-office SE" in capsys.readouterr().out
