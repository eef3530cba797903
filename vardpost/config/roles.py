"""The roles and the database that the product needs, as SQL: one text for every PostgreSQL.

`app_owner` owns the tables and migrates; `app_web` serves pages and jobs, owns nothing and cannot
bypass row security. A superuser runs this once; the embedded server does it by itself.
"""

from __future__ import annotations

DATABASE = "vardpost"
OWNER = "app_owner"
WEB = "app_web"

_ROLE = """\
do $$ begin
  if not exists (select 1 from pg_roles where rolname = '{role}') then
    create role {role} login nosuperuser nocreaterole nobypassrls{extra};
  end if;
end $$;"""

#: Rights inside the database; run there, by its owner or a superuser.
INSIDE = f"""\
revoke connect, temporary on database {DATABASE} from public;
grant connect on database {DATABASE} to {OWNER}, {WEB};
revoke all on schema public from public;
grant usage, create on schema public to {OWNER};
grant usage on schema public to {WEB};"""


def roles(*, may_create_databases: bool = False) -> str:
    """Return the SQL that makes both roles where they are missing."""
    extra = " createdb" if may_create_databases else " nocreatedb"
    return "\n".join(
        [_ROLE.format(role=OWNER, extra=extra), _ROLE.format(role=WEB, extra=" nocreatedb")]
    )


def database(name: str = DATABASE) -> str:
    """Return the statement that makes the database; it cannot run inside a transaction."""
    return f"create database {name} owner {OWNER} template template0 encoding 'UTF8'"


def script() -> str:
    """Return everything a database administrator runs by hand with psql, as superuser."""
    return f"""\
-- Vårdpost: roles and database, for PostgreSQL 15 or newer. Run with psql as a superuser.
-- Set the two passwords first:  \\password {OWNER}   \\password {WEB}   (after this script)
{roles()}
select $sql${database()}$sql$ where not exists
  (select 1 from pg_database where datname = '{DATABASE}') \\gexec
\\connect {DATABASE}
{INSIDE}
-- Then, with HOST as the server's name:
--   DATABASE_OWNER_URL=postgresql://{OWNER}:...@HOST/{DATABASE}   migrates: ./manage.py upgrade
--   DATABASE_URL=postgresql://{WEB}:...@HOST/{DATABASE}           serves pages and jobs
"""  # noqa: S608  # nothing in it comes from outside
