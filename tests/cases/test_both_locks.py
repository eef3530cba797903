"""Policy and row security say the same: what a list holds, what is allowed singly, what shows.

The same rows are asked for four ways: by the rule on each row, by the rule's SQL, by the rule's
queryset condition, and with no condition at all, where only row security stands in the way.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from tests import people_made as made
from tests.cases import cases_made
from tests.database import as_owner
from vardpost.cases.models import Case
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor, ResidentRef
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.people.session import OPEN, actor_of, open_scope, token_hash
from vardpost.people.system import region_scope
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.policy.scope import guardian_may_act, scope_for

pytestmark = pytest.mark.django_db
ROLE_SETS = [
    (),
    (Role.CASE_RECEIVER,),
    (Role.RESPONDER,),
    (Role.UNIT_ADMIN,),
    (Role.REVIEWER,),
    (Role.CASE_RECEIVER, Role.RESPONDER),
    (Role.UNIT_ADMIN, Role.REVIEWER),
    (Role.RESPONDER, Role.UNIT_ADMIN),
    (Role.CASE_RECEIVER, Role.RESPONDER, Role.UNIT_ADMIN, Role.REVIEWER),
]
Rows = dict[UUID, Thing]


def guardian_of(guardian: UUID, child: UUID, until: date | None = None) -> None:
    db.execute(
        "insert into guardianship (guardian_id, child_id, since, until, blocked) "
        "values (%s, %s, '2015-01-01', %s, false)",
        [guardian, child, until],
    )


def born(person: UUID, when: date) -> UUID:
    db.execute("update person set birth_date = %s where id = %s", [when, person])
    return person


def world(staff: UUID, unit: made.Unit) -> tuple[Rows, UUID, UUID, UUID]:
    """Make cases of several people at two units; the staff member has two children."""
    today = clock.now().date()
    other = made.unit()
    colleague = made.staff(unit, "responder")
    stranger = made.person()
    child = born(made.person(), today - timedelta(days=8 * 365))
    grown = born(made.person(), today - timedelta(days=15 * 365))
    for one in (child, grown):
        guardian_of(staff, one)
    rows: Rows = {}
    states = [("submitted", None), ("in_progress", staff), ("in_progress", colleague)]
    states += [("awaiting_resident", None), ("closed", staff), ("withdrawn", colleague)]
    for place, resident, (state, assignee) in product(
        (unit, other), (stranger, staff, child, grown), states
    ):
        case_id = cases_made.case(place, resident, state, assignee)
        rows[case_id] = Thing(made.REGION, place.id, resident, assignee)
    return rows, stranger, child, grown


def asked_four_ways(actor: Actor, permission: Permission, rows: Rows) -> list[set[UUID]]:
    """Return the cases that each way of asking gives."""
    scope = scope_for(actor, permission)
    condition, params = scope.where("c")
    listed = db.fetch_all(f"select c.id from care_case c where {condition}", params)
    include, exclude = scope.lookups()
    bare = db.fetch_all("select id from care_case")
    return [
        {case_id for case_id, thing in rows.items() if can(actor, permission, thing)},
        {row[0] for row in listed} & set(rows),
        set(Case.objects.filter(**include).exclude(**exclude).values_list("id", flat=True))
        & set(rows),
        {row[0] for row in bare} & set(rows),
    ]


def signed_in(person: UUID, kind: str, slug: str = "") -> Actor:
    actor = open_scope(made.sign_in(person, kind), slug, request_id="r", address="a")
    assert actor is not None
    return actor


@pytest.mark.parametrize("roles", ROLE_SETS, ids=lambda roles: "+".join(roles) or "none")
def test_staff_see_what_the_rules_give(roles: tuple[Role, ...]) -> None:
    with as_owner():
        unit = made.unit()
        me = made.staff(unit, *roles)
        rows, stranger, _, _ = world(me, unit)
    actor = signed_in(me, "staff", unit.slug)
    singly, listed, queried, bare = asked_four_ways(actor, Permission.CASE_READ, rows)
    assert singly == listed == queried == bare
    own = {i for i in singly if rows[i].resident_id != stranger}
    assert own == set()
    assert bool(singly) is bool({Role.CASE_RECEIVER, Role.RESPONDER} & set(roles))


def test_a_resident_sees_her_own_and_the_young_childs() -> None:
    with as_owner():
        unit = made.unit()
        me = made.staff(unit, "case_receiver", "responder")
        rows, _, child, grown = world(me, unit)
    actor = signed_in(me, "resident")
    singly, listed, queried, bare = asked_four_ways(actor, Permission.CASE_READ_OWN, rows)
    assert singly == listed == queried == bare
    assert {rows[i].resident_id for i in singly} == {me, child}
    assert grown not in {rows[i].resident_id for i in singly}


@pytest.mark.parametrize(("day", "may"), [(27, True), (28, False)])
def test_both_locks_let_a_leap_day_child_go_on_the_same_day(day: int, *, may: bool) -> None:
    at = datetime(2029, 2, day, 12, tzinfo=UTC)
    with as_owner():
        me, child = made.person(), born(made.person(), date(2016, 2, 29))
        guardian_of(me, child)
    token = token_hash("leap")
    started = [new_id(), token, me, "resident", "demo", "", at]
    db.fetch_one("select session_start(%s, %s, %s, %s, %s, %s, %s)", started)
    row = db.fetch_one(OPEN, [token, "", at, 30, 12])
    assert row
    actor = actor_of(row[0], request_id="", address="")
    assert (child in actor.kin) is may
    ref = ResidentRef(child, "", date(2016, 2, 29), "guardian")
    assert guardian_may_act(ref, at.date()) is may
    seen = db.fetch_one("select current_setting('app.residents')")
    assert seen
    assert (str(child) in seen[0]) is may


def test_the_system_sees_one_region() -> None:
    with as_owner():
        unit = made.unit()
        rows, *_ = world(made.staff(unit), unit)
    for region, seen in ((made.REGION, set(rows)), ("01", set[UUID]())):
        with region_scope("test", region) as actor:
            assert asked_four_ways(actor, Permission.CASE_REMIND, rows) == [seen] * 4


def no_session() -> None:
    assert open_scope("nobody", "", request_id="", address="") is None


def nothing_set() -> None:
    """Leave the transaction as it began."""


@pytest.mark.parametrize("scope", [no_session, nothing_set])
def test_without_a_scope_nothing_shows(scope: Callable[[], None]) -> None:
    with as_owner():
        unit = made.unit()
        world(made.staff(unit), unit)
    scope()
    for table in ("care_case", "case_message", "case_history", "case_draft", "person"):
        assert db.fetch_all(f"select 1 from {table} limit 1") == []
