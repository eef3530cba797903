"""Without its row in the ledger nothing is shown and nothing is done, on any route.

The right to write the ledger is taken away just before the request; whatever would have left a row
then answers that the service is away, shows nothing of anybody, and leaves everything as it was.
"""

import pytest

from tests.crawl.asking import ROUTES, Act, ask, fill, rolled_back
from tests.crawl.place import Place
from tests.crawl.table import TABLE
from tests.database import as_owner
from vardpost.config import roles
from vardpost.kernel import db
from vardpost.kernel.errors import Unavailable

#: Every table but the sessions, which say when they were last used.
_NAMES = """
select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
   and not relispartition and relname <> 'session' order by relname
"""


def _take_the_right() -> None:
    with as_owner():
        db.execute(f"revoke insert on audit_entry from {roles.WEB}")


def _acts() -> list[tuple[str, int]]:
    return [(route, n) for route in ROUTES for n, act in enumerate(TABLE[route]) if act.leaves]


def _tables() -> dict[str, str]:
    """Return what each table holds, as one number that any change gives another."""
    with as_owner():
        names = [row[0] for row in db.fetch_all(_NAMES)]
        sums = ", ".join(
            f"(select coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from {name} t)"
            for name in names
        )
        row = db.fetch_one(f"select {sums}")
    return dict(zip(names, map(str, row or ()), strict=True))


@pytest.fixture(scope="module")
def before(made_place: Place) -> dict[str, str]:
    """Return what each table holds before any request: every test begins there again."""
    return _tables()


@pytest.mark.parametrize(("route", "number"), _acts())
def test_nothing_is_shown_or_done(
    before: dict[str, str], place: Place, route: str, number: int
) -> None:
    act: Act = TABLE[route][number]
    with rolled_back():
        fill(place, route, act)
    with rolled_back():
        said = ask(place, route, act, spoil=_take_the_right)
        after = _tables()
    wrong = [] if said.status == Unavailable.status else [f"answers {said.status}"]
    wrong += [f"shows {word}" for word in place.secrets(apart_from=act.who) if word in said.text]
    wrong += [f"has changed {name}" for name in before if before[name] != after[name]]
    assert wrong == [], f"{act.method} {said.path} as {act.who}"
