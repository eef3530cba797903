"""The SQL for a database administrator: runs as it is, and again, with psql."""

import subprocess

import psycopg

from tests import database
from tools import postgres
from vardpost.config import roles


def run_script() -> "subprocess.CompletedProcess[str]":
    with database.superuser() as connection:
        host = connection.info.host
    psql = postgres.find_binaries() / "psql"
    command = [str(psql), "-v", "ON_ERROR_STOP=1", "-qX", "-h", host, "-U", postgres.SUPERUSER]
    return subprocess.run(
        [*command, "postgres"],
        input=roles.script(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_runs_and_can_be_run_again() -> None:
    for _ in range(2):
        said = run_script()
        assert said.returncode == 0, said.stderr
    for role in (roles.OWNER, roles.WEB):
        with psycopg.connect(database.address(role, roles.DATABASE)) as connection:
            assert connection.execute("select current_user").fetchone() == (role,)


def test_the_web_role_may_make_nothing_there() -> None:
    run_script()
    with psycopg.connect(database.address(roles.WEB, roles.DATABASE)) as connection:
        asked = "select has_schema_privilege('public', 'create'), "
        asked += "has_database_privilege(current_database(), 'temporary')"
        assert connection.execute(asked.encode()).fetchone() == (False, False)
