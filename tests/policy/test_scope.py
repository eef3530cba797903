"""One computation answers single and list: they cannot disagree, and silence means no."""

from dataclasses import replace
from datetime import date, datetime
from unittest import mock
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.people import (
    COLLEAGUE,
    ELSEWHERE,
    HERE,
    ME,
    MY_CHILD,
    SOMEBODY,
    an_id,
    holder,
    resident,
    staff,
)
from vardpost.kernel.actor import Actor, ResidentRef, system_actor
from vardpost.kernel.errors import Denied
from vardpost.kernel.tenancy import Scope, Thing
from vardpost.policy.check import can, require
from vardpost.policy.permissions import COMMON, MATRIX, PERSONAL, Permission
from vardpost.policy.roles import ADD_ON, ROLES, UNIT_ROLES, Reach, Role
from vardpost.policy.scope import guardian_may_act, scope_for

P = Permission
CASE = Thing(region_id="14", unit_id=HERE.id, resident_id=SOMEBODY, assignee_id=ME)
UNIT_SCOPED = [
    p
    for p in Permission
    if any(scope_for(holder(role), p).kind in {"unit", "assigned"} for role in Role)
]

ids = st.sampled_from([an_id(n) for n in range(1, 7)])
regions = st.sampled_from(["12", "13", "14"])
things = st.builds(
    Thing, region_id=regions, unit_id=ids, resident_id=ids, assignee_id=st.none() | ids
)
scopes = st.builds(
    Scope,
    kind=st.sampled_from(["none", "assigned", "unit", "region", "nation", "all"]),
    region_ids=st.lists(regions, max_size=2).map(tuple),
    unit_ids=st.lists(ids, max_size=3).map(tuple),
    assignee_id=st.none() | ids,
    excluded_residents=st.lists(ids, max_size=3).map(tuple),
) | st.builds(Scope, kind=st.just("own"), resident_ids=st.lists(ids, max_size=3).map(tuple))
actors = st.one_of(
    st.builds(
        Actor,
        kind=st.just("staff"),
        person_id=st.none() | ids,
        name=st.just("Karin Ek"),
        unit=st.sampled_from([None, HERE, ELSEWHERE]),
        roles=st.frozensets(st.sampled_from([*(role.value for role in Role), "unknown"])),
        region_id=st.none() | regions,
        kin=st.frozensets(ids, max_size=2),
    ),
    st.builds(
        Actor,
        kind=st.just("resident"),
        person_id=ids,
        name=st.just("Karin Ek"),
        residents=st.lists(
            st.builds(
                ResidentRef,
                id=ids,
                name=st.just("Alva Ek"),
                birth_date=st.dates(date(1940, 1, 1), date(2040, 1, 1)),
                capacity=st.sampled_from(["self", "guardian"]),
            ),
            max_size=3,
        ).map(tuple),
    ),
    st.builds(system_actor, st.just("reminders"), st.none() | regions),
)


def in_list(scope: Scope, thing: Thing) -> bool:
    """Evaluate the scope's SQL condition on one row, by reading its text as the database would."""
    sql, params = scope.where("c")
    if sql == "false":
        return False
    values = iter(params)
    for part in sql.split(" and ") if sql else []:
        column, _, test = part.removeprefix("c.").partition(" ")
        found, value = getattr(thing, column), next(values)
        match test:
            case "= %s":
                holds = found is not None and found == value
            case "= any(%s)" if isinstance(value, list):
                holds = found in value
            case "<> all(%s)" if isinstance(value, list):
                holds = found not in value
            case _:
                raise AssertionError(test)
        if not holds:
            return False
    return True


def in_queryset(scope: Scope, thing: Thing) -> bool:
    """Evaluate the scope's queryset condition on one row."""

    def matches(key: str, value: object) -> bool:
        if key == "pk__in":
            return False
        column, _, several = key.partition("__")
        found = getattr(thing, column)
        if several and isinstance(value, tuple):
            return found in value
        return found is not None and found == value

    include, exclude = scope.lookups()
    wanted = all(matches(key, value) for key, value in include.items())
    return wanted and not any(matches(key, value) for key, value in exclude.items())


@given(scopes, things)
def test_in_the_list_exactly_when_allowed_singly(scope: Scope, thing: Thing) -> None:
    assert scope.covers(thing) == in_list(scope, thing) == in_queryset(scope, thing)


@given(actors, st.sampled_from(Permission), things)
def test_an_actors_list_and_single_answer_agree(
    actor: Actor, permission: Permission, thing: Thing
) -> None:
    scope = scope_for(actor, permission)
    assert can(actor, permission, thing) == in_list(scope, thing)
    if can(actor, permission, thing):
        assert require(actor, permission, thing) == scope
    else:
        with pytest.raises(Denied):
            require(actor, permission, thing)


@given(scopes)
def test_the_sql_text_depends_on_the_kind_alone(scope: Scope) -> None:
    other = replace(scope, excluded_residents=(SOMEBODY,)) if scope.kind != "own" else scope
    assert scope.where("c")[0] == other.where("c")[0]


@given(actors, things)
def test_nobody_reads_a_case_outside_the_own_unit(actor: Actor, thing: Thing) -> None:
    for permission in (P.CASE_READ, P.CASE_READ_UNIT, P.INBOX_READ):
        if can(actor, permission, thing):
            assert actor.unit is not None
            assert thing.unit_id == actor.unit.id
            assert thing.resident_id not in actor.kin
    assert not can(actor, P.CASE_READ_ELSEWHERE, thing)


@pytest.mark.parametrize("permission", ["", "cases:case:eat", "CASE_READ", "*"])
def test_an_unknown_permission_is_denied(permission: str) -> None:
    assert not any(can(holder(role), permission) for role in Role)


@pytest.mark.parametrize("permission", Permission)
def test_a_missing_actor_is_denied(permission: Permission) -> None:
    assert not can(None, permission)
    assert not can(None, permission, CASE)


@pytest.mark.parametrize("permission", UNIT_SCOPED)
def test_a_missing_unit_is_denied_for_what_is_unit_scoped(permission: Permission) -> None:
    for role in (Role.CASE_RECEIVER, Role.RESPONDER, Role.UNIT_ADMIN, Role.REVIEWER):
        everything = (role, Role.CASE_RECEIVER, Role.RESPONDER, Role.UNIT_ADMIN)
        assert not can(staff(*everything, unit=None, region_id=None), permission)
    full = staff(Role.CASE_RECEIVER, Role.RESPONDER, Role.UNIT_ADMIN, Role.REVIEWER)
    assert can(full, permission)
    assert not can(full, permission, Thing(region_id="14", resident_id=SOMEBODY, assignee_id=ME))


def test_a_role_of_an_office_counts_for_nothing_while_acting_on_a_unit() -> None:
    assert not can(staff(Role.REGION_ADMIN, Role.NATIONAL_OFFICE), P.UNIT_STATISTICS_READ)


def test_a_responder_owns_only_what_is_assigned_here_and_now() -> None:
    responder = staff(Role.RESPONDER)
    assert can(responder, P.CASE_READ, CASE)
    assert not can(responder, P.CASE_READ, replace(CASE, assignee_id=COLLEAGUE))
    assert not can(responder, P.CASE_READ, replace(CASE, assignee_id=None))
    assert not can(responder, P.CASE_READ, replace(CASE, unit_id=ELSEWHERE.id))


def test_a_receiver_reaches_the_whole_unit_and_no_other() -> None:
    receiver = staff(Role.CASE_RECEIVER)
    assert can(receiver, P.CASE_READ, replace(CASE, assignee_id=None))
    assert not can(receiver, P.CASE_READ, replace(CASE, unit_id=ELSEWHERE.id))


def test_only_who_is_both_receiver_and_responder_takes_a_case() -> None:
    unassigned = replace(CASE, assignee_id=None)
    assert can(staff(Role.CASE_RECEIVER, Role.RESPONDER), P.CASE_TAKE, unassigned)
    assert not can(staff(Role.CASE_RECEIVER), P.CASE_TAKE, unassigned)
    assert not can(staff(Role.RESPONDER), P.CASE_TAKE, unassigned)


def test_a_reviewer_counts_only_beside_the_administrator() -> None:
    assert can(staff(Role.REVIEWER, Role.UNIT_ADMIN), P.ACTIVITY_REVIEW)
    for roles in ([Role.REVIEWER], [Role.UNIT_ADMIN], [Role.REVIEWER, Role.RESPONDER]):
        assert not can(staff(*roles), P.ACTIVITY_REVIEW)


@pytest.mark.parametrize("person", [ME, MY_CHILD])
def test_staff_never_open_their_own_or_their_childs_case(person: UUID) -> None:
    everyone = staff(*(role.value for role in Role))
    mine = replace(CASE, resident_id=person)
    assert can(everyone, P.CASE_READ, CASE)
    assert not any(can(everyone, p, mine) for p in set(Permission) - PERSONAL)


@pytest.mark.parametrize("role", Role)
def test_everyone_sets_the_own_notices_and_nobody_elses(role: Role) -> None:
    own = MY_CHILD if role is Role.PROXY else ME
    assert can(holder(role), P.NOTICE_SETTINGS_EDIT, Thing(resident_id=own))
    assert not can(holder(role), P.NOTICE_SETTINGS_EDIT, Thing(resident_id=SOMEBODY))


def test_staff_set_their_own_notices_on_pages_of_no_unit() -> None:
    mine = Thing(resident_id=ME)
    nowhere = staff(unit=None, region_id=None)
    assert can(replace(nowhere, units=(("ekbacken", "Ekbacken"),)), P.NOTICE_SETTINGS_EDIT, mine)
    assert not can(nowhere, P.NOTICE_SETTINGS_EDIT, mine)
    for role in set(Role) - {Role.RESIDENT, Role.PROXY}:
        assert P.NOTICE_SETTINGS_EDIT in ROLES[role].may


def test_the_matrix_over_things_inside_and_outside() -> None:
    """Own, unit, region and nation mean what they say for one thing inside and one outside."""
    outside = Thing(region_id="12", unit_id=ELSEWHERE.id, resident_id=SOMEBODY)
    for permission in MATRIX.values():
        assert not can(holder(Role.UNIT_ADMIN), permission, outside) or permission in {
            P.UNIT_READ,
            P.COURSE_TAKE,
            P.SUPPORT_CONTACT,
        }
    assert can(holder(Role.REGION_ADMIN), P.OVERVIEW_READ, CASE)
    assert not can(holder(Role.REGION_ADMIN), P.OVERVIEW_READ, outside)
    assert can(holder(Role.NATIONAL_OFFICE), P.OVERVIEW_READ, outside)


def test_the_system_works_in_one_region_and_never_in_all() -> None:
    assert can(system_actor("reminders", "14"), P.CASE_REMIND, CASE)
    assert not can(system_actor("reminders", "12"), P.CASE_REMIND, CASE)
    assert not can(system_actor("reminders"), P.CASE_REMIND, CASE)
    assert not can(system_actor("reminders", "14"), P.CASE_READ, CASE)


@pytest.mark.parametrize(
    ("born", "today", "may"),
    [
        (date(2013, 5, 4), date(2026, 5, 3), True),
        (date(2013, 5, 4), date(2026, 5, 4), False),
        (date(2016, 2, 29), date(2029, 2, 27), True),
        (date(2016, 2, 29), date(2029, 2, 28), False),
        (date(2026, 5, 4), date(2026, 5, 4), True),
        (date(2026, 5, 5), date(2026, 5, 4), False),
    ],
)
def test_a_guardian_acts_until_the_thirteenth_birthday(born: date, today: date, may: bool) -> None:
    assert guardian_may_act(ResidentRef(MY_CHILD, "Alva Ek", born, "guardian"), today) is may


def test_the_birthday_begins_at_midnight_in_sweden() -> None:
    guardian = resident(child_born=date(2013, 7, 1))
    childs = replace(CASE, resident_id=MY_CHILD)
    zone = ZoneInfo("Europe/Stockholm")
    for moment, may in (
        (datetime(2026, 6, 30, 23, 59, tzinfo=zone), True),
        (datetime(2026, 7, 1, 0, 0, tzinfo=zone), False),
    ):
        with mock.patch("vardpost.policy.scope.now", return_value=moment):
            assert can(guardian, P.CASE_READ_OWN, childs) is may
            assert can(guardian, P.CASE_READ_OWN, replace(CASE, resident_id=ME))


def test_what_is_common_is_everybodys_on_some_unit_and_nobody_elses() -> None:
    """A page of no unit is open to a unit's staff only where every role there reaches all."""
    for permission in COMMON:
        for role in UNIT_ROLES - set(ADD_ON):
            assert ROLES[role].may[permission] is Reach.ALL, (permission, role)
    somewhere = replace(staff(unit=None), units=(("ekbacken", "Ekbacken"),))
    for permission in Permission:
        common = permission in COMMON | PERSONAL
        assert can(somewhere, permission) == common, permission
        assert not can(replace(somewhere, units=()), permission), permission
    office = replace(somewhere, roles=frozenset({Role.REGION_ADMIN}))
    assert scope_for(office, P.UNIT_READ).kind == "region", "an office stays within its reach"
