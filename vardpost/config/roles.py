"""The roles and the database that the product needs, as SQL: one text for every PostgreSQL.

`app_owner` owns the tables and migrates; `app_web` serves pages and jobs, owns nothing and cannot
bypass row security; `app_sealer` reads the ledger and adds its seals, nothing else. A superuser
runs this once, and again when a version brings a role; the embedded server does it by itself. Names
are an operator's to choose: they may be others.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.conninfo import conninfo_to_dict

DATABASE = "vardpost"
OWNER = "app_owner"
WEB = "app_web"
SEALER = "app_sealer"

_ROLE = """\
do $$ begin
  if not exists (select 1 from pg_roles where rolname = {text}) then
    create role {name} login nosuperuser nocreaterole nobypassrls{extra};
  end if;
end $$;"""


@dataclass(frozen=True, slots=True)
class Names:
    """What the roles and the database are called."""

    owner: str = OWNER
    web: str = WEB
    database: str = DATABASE
    sealer: str = SEALER


def names(web_url: str, owner_url: str, sealer_url: str = "") -> Names:
    """Return the names that the addresses hold; what they do not hold is called as ever.

    Raises `psycopg.ProgrammingError` for what is no address.
    """
    urls = (web_url, owner_url, sealer_url)
    web, owner, sealer = (conninfo_to_dict(url) if url else {} for url in urls)
    return Names(
        str(owner.get("user") or OWNER),
        str(web.get("user") or WEB),
        str(web.get("dbname") or owner.get("dbname") or DATABASE),
        str(sealer.get("user") or SEALER),
    )


def roles(called: Names = Names(), *, may_create_databases: bool = False) -> str:
    """Return the SQL that makes the roles where they are missing."""
    extra = " createdb" if may_create_databases else " nocreatedb"
    pairs = ((called.owner, extra), (called.web, " nocreatedb"), (called.sealer, " nocreatedb"))
    return "\n".join(
        _ROLE.format(text=_text(role), name=_name(role), extra=more) for role, more in pairs
    )


def database(name: str = DATABASE, owner: str = OWNER) -> str:
    """Return the statement that makes the database; it cannot run inside a transaction."""
    made = f"create database {_name(name)} owner {_name(owner)}"
    return f"{made} template template0 encoding 'UTF8'"


def inside(called: Names = Names()) -> str:
    """Return the rights inside the database; run there, by its owner or a superuser."""
    owner, web, sealer = _name(called.owner), _name(called.web), _name(called.sealer)
    name = _name(called.database)
    return f"""\
revoke connect, temporary on database {name} from public;
grant connect on database {name} to {owner}, {web}, {sealer};
revoke all on schema public from public;
grant usage, create on schema public to {owner};
grant usage on schema public to {web}, {sealer};"""


def script(called: Names = Names()) -> str:
    """Return everything a database administrator runs by hand with psql, as superuser."""
    owner, web, sealer, name = called.owner, called.web, called.sealer, called.database
    return f"""\
-- Vårdpost: roles and database, for PostgreSQL 15 or newer. Run with psql as a superuser.
-- Afterwards set the passwords of new roles:
--   \\password {owner}   \\password {web}   \\password {sealer}
{roles(called)}
select {_text(database(name, owner))} where not exists
  (select 1 from pg_database where datname = {_text(name)}) \\gexec
\\connect {_name(name)}
{inside(called)}
-- Then, with HOST as the server's name:
--   DATABASE_OWNER_URL=postgresql://{owner}:...@HOST/{name}   migrates: ./manage.py upgrade
--   DATABASE_URL=postgresql://{web}:...@HOST/{name}           serves pages and jobs
--   DATABASE_SEALER_URL=postgresql://{sealer}:...@HOST/{name}  seals the ledger
"""  # noqa: S608  # names from the operator's own addresses, quoted


def _name(text: str) -> str:
    """Return a name as SQL writes it."""
    plain = text.isascii() and text.isidentifier() and text == text.lower()
    return text if plain else '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"
