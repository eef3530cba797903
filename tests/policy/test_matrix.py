"""The role table equals the specification's matrix, cell by cell, and our own rows stand beside."""

import csv
from pathlib import Path

import pytest

from vardpost.policy.permissions import HELD_BY_NOBODY, MATRIX, OURS, Permission
from vardpost.policy.roles import ROLES, SYSTEM, TOGETHER, Reach, Role

P = Permission
with Path(__file__).with_name("permissions.csv").open(encoding="utf-8", newline="") as source:
    ROWS = list(csv.DictReader(source))

CELLS = [(int(row["no"]), role, row[role.value]) for row in ROWS for role in Role]


def test_every_row_of_the_matrix_is_one_permission() -> None:
    assert [int(row["no"]) for row in ROWS] == list(MATRIX) == list(range(1, 51))
    assert len(set(MATRIX.values())) == 50


def test_the_columns_of_the_matrix_are_the_roles() -> None:
    assert list(ROWS[0])[2:] == [role.value for role in Role]


@pytest.mark.parametrize(("number", "role", "cell"), CELLS)
def test_cell(number: int, role: Role, cell: str) -> None:
    reach = ROLES[role].may.get(MATRIX[number])
    assert ("no" if reach is None else reach.name.lower()) == cell


def test_our_own_rows() -> None:
    """Written out a second time, so that a change is a decision in two places."""
    ours = {
        P.CASE_CLOSE_WITHOUT_ANSWER: {Role.CASE_RECEIVER: Reach.UNIT, Role.RESPONDER: Reach.OWN},
        P.CASE_LOWER_FLAG: {Role.CASE_RECEIVER: Reach.UNIT, Role.RESPONDER: Reach.OWN},
        P.CASE_MARK_URGENT: {Role.CASE_RECEIVER: Reach.UNIT, Role.RESPONDER: Reach.OWN},
        P.CASE_CHECK_POINT: {Role.RESPONDER: Reach.OWN},
        P.CASE_MARK_JOURNALLED: {Role.RESPONDER: Reach.OWN},
        P.CASE_TAKE: {Role.CASE_RECEIVER: Reach.UNIT, Role.RESPONDER: Reach.UNIT},
        P.MIRROR_READ: {Role.RESIDENT: Reach.OWN, Role.PROXY: Reach.CHILD},
        P.MIRROR_ASK: {Role.RESIDENT: Reach.OWN, Role.PROXY: Reach.CHILD},
        P.MIRROR_ANSWER: {Role.REVIEWER: Reach.UNIT},
        P.CASE_FOLLOW_UP: {Role.RESIDENT: Reach.OWN, Role.PROXY: Reach.CHILD},
        P.CASE_TO_TEAM: {Role.CASE_RECEIVER: Reach.UNIT},
        P.CASE_RETURN_TO_INBOX: {Role.CASE_RECEIVER: Reach.UNIT},
        P.COLLEAGUE_LIST: {Role.CASE_RECEIVER: Reach.UNIT, Role.RESPONDER: Reach.UNIT},
        P.SETTINGS_READ: {
            Role.UNIT_ADMIN: Reach.UNIT,
            Role.REGION_ADMIN: Reach.REGION,
            Role.NATIONAL_OFFICE: Reach.NATION,
        },
        P.REGION_SETTINGS_EDIT: {Role.NATIONAL_OFFICE: Reach.NATION},
        P.TEMPLATE_EDIT: {Role.REGION_ADMIN: Reach.REGION, Role.NATIONAL_OFFICE: Reach.NATION},
        P.TEMPLATE_IMPORT: {},
        P.TEMPLATE_ROLL_OUT: {Role.REGION_ADMIN: Reach.REGION},
        P.OPERATING_NOTICE_SEND: {Role.NATIONAL_OFFICE: Reach.NATION},
        P.RED_FLAGS_EDIT: {Role.UNIT_ADMIN: Reach.UNIT, Role.REGION_ADMIN: Reach.REGION},
        P.DIRECTORY_IMPORT: {Role.UNIT_ADMIN: Reach.UNIT, Role.REGION_ADMIN: Reach.REGION},
        P.LOG_EXPORT: {Role.REVIEWER: Reach.UNIT},
        P.REVIEW_RULES_EDIT: {Role.REVIEWER: Reach.UNIT, Role.REGION_ADMIN: Reach.REGION},
        P.REVIEW_ALARM_COUNT: {
            Role.REGION_ADMIN: Reach.REGION,
            Role.NATIONAL_OFFICE: Reach.NATION,
        },
        P.REVIEW_ESCALATION_READ: {Role.REGION_ADMIN: Reach.REGION},
        P.REVIEW_ANSWER: dict.fromkeys(set(Role) - {Role.RESIDENT, Role.PROXY}, Reach.OWN),
        P.SIGNATURE_EDIT: dict.fromkeys(set(Role) - {Role.RESIDENT, Role.PROXY}, Reach.OWN),
        P.STAFF_DEACTIVATE: {Role.UNIT_ADMIN: Reach.UNIT, Role.REGION_ADMIN: Reach.REGION},
        P.UNIT_CLOSE: {Role.REGION_ADMIN: Reach.REGION},
        P.ROUTING_EDIT: {Role.UNIT_ADMIN: Reach.UNIT},
        P.CASE_REMIND: {},
        P.CASE_ROUTE: {},
        P.NOTICE_SEND: {},
        P.OFFICE_ROLE_WATCH: {},
        P.REVIEW_SCAN: {},
        P.STATISTICS_COUNT: {},
        P.CASE_TYPE_IMPORT: {},
        P.RED_FLAGS_IMPORT: {},
        P.RED_FLAGS_NATION_EDIT: {Role.NATIONAL_OFFICE: Reach.NATION},
        P.TERMS_OF_USE_EDIT: {Role.NATIONAL_OFFICE: Reach.NATION},
        P.CASE_TYPE_SETTLE: {},
        P.NATIONAL_OFFICE_BOOTSTRAP: {},
    }
    found = {p: {r: rule.may[p] for r, rule in ROLES.items() if p in rule.may} for p in OURS}
    assert found == ours
    assert dict(TOGETHER) == {P.CASE_TAKE: {Role.CASE_RECEIVER, Role.RESPONDER}}


def test_what_the_system_may() -> None:
    assert SYSTEM.may == {
        P.CASE_CLOSE: Reach.REGION,
        P.CASE_FORWARD: Reach.REGION,
        P.CASE_REMIND: Reach.REGION,
        P.CASE_ROUTE: Reach.REGION,
        P.CASE_REASSIGN: Reach.REGION,
        P.CASE_RETURN_TO_INBOX: Reach.REGION,
        P.DIRECTORY_IMPORT: Reach.REGION,
        P.GRANT_EDIT: Reach.REGION,
        P.REVIEWER_GRANT: Reach.REGION,
        P.STAFF_DEACTIVATE: Reach.REGION,
        P.UNIT_ADMIN_APPOINT: Reach.REGION,
        P.NOTICE_SEND: Reach.REGION,
        P.OFFICE_ROLE_WATCH: Reach.REGION,
        P.REGION_SETTINGS_EDIT: Reach.REGION,
        P.LOG_EXPORT: Reach.REGION,
        P.REVIEW_SCAN: Reach.REGION,
        P.STATISTICS_COUNT: Reach.REGION,
        P.UNIT_ADD: Reach.REGION,
        P.UNIT_RENAME: Reach.REGION,
        P.CASE_TYPE_ACTIVATE: Reach.REGION,
        P.CATCHMENT_EDIT: Reach.REGION,
        P.TEMPLATE_IMPORT: Reach.ALL,
        P.TEMPLATE_ROLL_OUT: Reach.REGION,
        P.CASE_TYPE_IMPORT: Reach.ALL,
        P.RED_FLAGS_IMPORT: Reach.ALL,
        P.CASE_TYPE_SETTLE: Reach.REGION,
        P.NATIONAL_OFFICE_BOOTSTRAP: Reach.ALL,
    }


def test_every_permission_is_held_by_somebody() -> None:
    held = {p for rule in (*ROLES.values(), SYSTEM) for p in rule.may}
    assert frozenset(Permission) - held == HELD_BY_NOBODY


def test_permissions_are_named_and_ordered() -> None:
    values = [permission.value for permission in Permission]
    assert values == sorted(values)
    assert all(value.count(":") == 2 and value == value.lower() for value in values)
