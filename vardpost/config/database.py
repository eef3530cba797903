"""From a PostgreSQL address to Django's settings for it."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict


def database(url: str, *, prepared: bool, migrates: bool = False) -> dict[str, Any]:
    """Return Django's DATABASES entry for `url` (a libpq URL or key=value string).

    Parameters are bound on the server, so that hot statements can be prepared; behind PgBouncer
    before 1.21 prepared statements are switched off (`PREPARED_STATEMENTS=0`). Who migrates may
    take as long over a statement as a large table needs, but waits no longer for a lock.
    """
    parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    entry: dict[str, Any] = {
        "ENGINE": "vardpost.kernel.engine",
        "NAME": str(parts.pop("dbname", "vardpost")),
        "USER": str(parts.pop("user", "")),
        "PASSWORD": str(parts.pop("password", "")),
        "HOST": str(parts.pop("host", "")),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": None,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **parts,
            "server_side_binding": True,
            "prepare_threshold": 2 if prepared else None,
            "connect_timeout": 3,
            # Every hot statement has one shape, and under row security a plan costs more than a
            # run: plan once a connection (docs/performance.md).
            "options": "-c plan_cache_mode=force_generic_plan "
            f"-c statement_timeout={0 if migrates else 15000} -c lock_timeout=5000 "
            "-c idle_in_transaction_session_timeout=60000",
        },
        "TEST": {"NAME": str(conninfo_to_dict(url).get("dbname") or "vardpost")},
    }
    return entry


def role_of(url: str, usual: str = "app_web") -> str:
    """Return the role that connects to `url`; `usual` when it names none."""
    return str(conninfo_to_dict(url).get("user") or usual) if url else usual
