"""Another region's office gets nowhere with a region's ids: at no address, by no way of asking.

Every act of the table at a region's or the nation's pages is sent once more by the administrator
of another region: to the same address, and to that of her own region with the other's ids in it.
The nation's office tries a region's ids at its own pages, and the region the nation's.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from tests import people_made as made
from tests.crawl.asking import ROUTES, Act, Said, ask, rolled_back
from tests.crawl.place import Place
from tests.crawl.table import TABLE
from tests.database import as_owner
from vardpost.kernel import db

#: Another region than that of the place, and who runs its office.
FAR, STRANGER = "05", "far"
#: What is everybody's, or nobody's yet: a key that a page is to make something under.
_OPEN = {"free key", "central"}
#: Verbs of the other office that are tried at least: fewer means that the test asks in vain.
LEAST = 10
#: Tables of which a refusal writes, or looking.
_APART = ("audit_", "session", "staff_session", "django_", "procrastinate_", "login_")


@pytest.fixture(scope="module")
def far(made_place: Place) -> Place:
    """Return the place, with the office of another region."""
    with as_owner():
        person = made.staff(None, name="Fjär Rand")
        made.grant_office(person, "region_admin", FAR)
    made_place.world.people[STRANGER] = person
    made_place.tokens[STRANGER] = made.sign_in(person, "staff")
    made_place.names[("staff", person)] = "Fjär Rand"
    return made_place


def acts(prefix: str) -> list[tuple[str, Act]]:
    """Return the acts of the table at addresses that begin so."""
    return [
        (route, act)
        for route, all_of in TABLE.items()
        for act in all_of
        if str(ROUTES[route].pattern).startswith(prefix)
    ]


def ids(route: str, act: Act) -> dict[str, str]:
    """Return which things an address names, but for its region and what is everybody's."""
    names = ROUTES[route].pattern.converters
    named = {name: act.at.get(name, name) for name in names if name not in {"region", "place"}}
    return {name: thing for name, thing in named.items() if thing not in _OPEN}


@cache
def _tables() -> tuple[str, ...]:
    found = db.fetch_all(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
        "where c.relkind = 'r' and n.nspname = 'public' order by 1"
    )
    return tuple(name for (name,) in found if not name.startswith(_APART))


def everything() -> dict[str, Any]:
    """Return a sum of every table but the ledger's and those of sessions."""
    with as_owner():
        sums = " union all ".join(
            f"select '{name}', coalesce(sum(hashtext(t::text)::bigint), 0) from {name} t"
            for name in _tables()
        )
        return dict(db.fetch_all(sums))


def wrong_with(said: Said, before: Mapping[str, Any], *, form: bool) -> list[str]:
    """Return what is wrong with an answer that should have found nothing; a form is refused."""
    found = [] if said.status in ({404, 422} if form else {404}) else ["it should not be found"]
    if said.refusals != 1 or said.events:
        found.append(f"the ledger tells of {said.refusals} refusals and {said.events}")
    after = everything()
    found += [f"{name} has changed" for name in after if after[name] != before[name]]
    return found


def tried(place: Place, who: str, route: str, act: Act, *, form: bool = False) -> list[str]:
    """Send the act as somebody; return what is wrong as lines."""
    with rolled_back():
        before = everything()
        said = ask(place, route, replace(act, form=""), who)
        wrong = wrong_with(said, before, form=form)
    return [
        f"{act.method} {said.path} {dict(act.post or {})} as {who} → {said.status}: {one}"
        for one in wrong
    ]


REGIONS = acts("r/")
#: Pages under a key of the form's own: of a key that is taken elsewhere they show an empty form,
#: as of any other, and keep nothing under it.
FORMS = {"region-application", "region-message", "region-review-rule"}
#: What is gone may be taken away again.
GONE = {"region-review-rule-gone"}
#: What the nation's things are there for: a region gives them to its units.
GIVEN = {"region-type-units", "region-rollout-new"}


@pytest.mark.parametrize("route", sorted({route for route, _act in REGIONS}))
def test_another_regions_pages_are_not_there(far: Place, route: str) -> None:
    wrong = [line for act in TABLE[route] for line in tried(far, STRANGER, route, act)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", sorted({r for r, act in REGIONS if ids(r, act)} - GONE))
def test_another_regions_things_are_not_there_at_ones_own_pages(far: Place, route: str) -> None:
    wrong = []
    for act in TABLE[route]:
        if ids(route, act) and not (route in FORMS and act.post is None):
            own = replace(act, at={**act.at, "region": FAR})
            wrong += tried(far, STRANGER, route, own, form=route in FORMS)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("who", "mine", "other", "prefix"),
    [("nation", "nation ", "region ", "n/"), ("region", "region ", "nation ", "r/")],
)
def test_neither_office_changes_what_is_the_others(
    far: Place, who: str, mine: str, other: str, prefix: str
) -> None:
    wrong, count = [], 0
    for route, act in acts(prefix):
        named = ids(route, act)
        swapped = {name: thing.replace(mine, other) for name, thing in named.items()}
        made = set(swapped.values()) <= set(far.things)
        if act.post is None or route in GIVEN or swapped == named or not made:
            continue
        count += 1
        wrong += tried(far, who, route, replace(act, at={**act.at, **swapped}))
    assert not wrong, "\n".join(wrong)
    assert count >= LEAST
