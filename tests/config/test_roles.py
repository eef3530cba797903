"""The SQL for a database administrator: runs as it is, and again, with psql."""

import subprocess

import psycopg

from tests import database
from tools import postgres
from vardpost.config import roles

USUAL = roles.Names()


def run_script(called: roles.Names = USUAL) -> "subprocess.CompletedProcess[str]":
    with database.superuser() as connection:
        host = connection.info.host
    psql = postgres.find_binaries() / "psql"
    command = [str(psql), "-v", "ON_ERROR_STOP=1", "-qX", "-h", host, "-U", postgres.SUPERUSER]
    return subprocess.run(
        [*command, "postgres"],
        input=roles.script(called),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_runs_and_can_be_run_again() -> None:
    for _ in range(2):
        said = run_script()
        assert said.returncode == 0, said.stderr
    for role in (roles.OWNER, roles.WEB, roles.SEALER):
        with psycopg.connect(database.address(role, roles.DATABASE)) as connection:
            assert connection.execute("select current_user").fetchone() == (role,)


def test_the_web_role_may_make_nothing_there() -> None:
    run_script()
    with psycopg.connect(database.address(roles.WEB, roles.DATABASE)) as connection:
        asked = "select has_schema_privilege('public', 'create'), "
        asked += "has_database_privilege(current_database(), 'temporary')"
        assert connection.execute(asked.encode()).fetchone() == (False, False)


def test_the_names_are_those_of_the_addresses() -> None:
    web = "postgresql://app%20web:secret@db.example.se/v%C3%A5rd"
    called = roles.names(web, "user=Owner's password=secret dbname=vård")
    assert called == roles.Names("Owner's", "app web", "vård")
    assert "secret" not in roles.script(called)
    assert roles.names("", "") == USUAL == roles.names("host=db", "")
    with database.superuser() as connection:
        connection.execute('drop database if exists "vård"'.encode())
    for _ in range(2):
        said = run_script(called)
        assert said.returncode == 0, said.stderr
    with psycopg.connect(database.address("app web", "vård")) as connection:
        assert connection.execute("select current_user").fetchone() == ("app web",)
    with database.superuser() as connection:
        connection.execute('drop database "vård"'.encode())
        connection.execute(b'drop role "Owner\'s"')
        connection.execute(b'drop role "app web"')
