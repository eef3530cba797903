"""Two addresses for whoever watches the product: does it live, can it serve."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from vardpost.audit.queries import is_sealed
from vardpost.kernel import db
from vardpost.shell.access import probe

#: Seconds since a worker's last sign of life.
SEEN_WITHIN = 30


@probe
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@probe
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer whether database, tables and worker are there: 200, or 503 and which one is not.

    Whether the ledger is sealed stands beside: pages go on without, but somebody has to look.
    """
    checks = {"database": False, "migrations": False, "worker": False}
    sealed = False
    for _ in range(2):
        try:
            checks |= {"database": True, "migrations": _migrated(), "worker": _worker_seen()}
            sealed = checks["migrations"] and is_sealed()
            break
        except DatabaseError:
            # The first failure may be nothing but a connection from before a restart.
            connection.close()
            checks["database"] = False
    ready = all(checks.values())
    return JsonResponse(
        {"ready": ready, "checks": checks, "sealed": sealed},
        status=200 if ready else 503,
        headers={"Cache-Control": "no-store"} | ({} if ready else {"Retry-After": "10"}),
    )


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    """Return the migrations of this version; they do not change while the process lives."""
    loader = MigrationLoader(None)
    return frozenset(loader.disk_migrations)


def _migrated() -> bool:
    applied = set(db.fetch_all("select app, name from django_migrations"))
    return _wanted() <= applied


def _worker_seen() -> bool:
    row = db.fetch_one(
        "select exists (select 1 from worker_seen "
        "where seen_at > now() - make_interval(secs => %s::int))",
        [SEEN_WITHIN],
    )
    return bool(row and row[0])
