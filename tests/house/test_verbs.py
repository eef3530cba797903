"""Who, when and what is written down: each rule of the house has a verb that lives by it."""

import ast
import re
from pathlib import Path

import pytest

from tools.house_lint import Module, modules
from vardpost.audit.events import AuditEvent
from vardpost.cases.states import Event
from vardpost.policy.permissions import MATRIX, OURS, Permission
from vardpost.review.event_words import EVENT_WORDS

ROOT = Path(__file__).resolve().parents[2]
MODULES = modules(ROOT)

#: Permissions that no verb asks for yet; one that gets its verb leaves this list.
WITHOUT_A_VERB = {
    Permission.CASE_READ_ELSEWHERE,  # never: nobody holds it
    Permission.ARCHIVE_EXPORT,
    Permission.CASE_TYPE_ACTIVATE,
    Permission.CATCHMENT_EDIT,
    Permission.CENTRAL_TYPE_EDIT,
    Permission.COURSE_TAKE,
    Permission.FORUM_DISCUSS,
    Permission.LINKED_SERVICE_DISTRIBUTE,
    Permission.LOGIN_LOCK,
    Permission.MESSAGE_ARCHIVE,
    Permission.MESSAGE_TEMPLATE_EDIT,
    Permission.NEWS_POST,
    Permission.OUTBOUND_START,
    Permission.PROXY_BLOCK,
    Permission.REGION_FOLDER_USE,
    Permission.REGION_STATISTICS_READ,
    Permission.RESIDENT_APPROVE,
    Permission.SUPPORT_CONTACT,
    Permission.NATIONAL_OFFICE_BOOTSTRAP,
    Permission.UNIT_ADD,
    Permission.UNIT_EDIT,
    Permission.UNIT_RENAME,
    Permission.UNIT_STATISTICS_READ,
}


def named(module: Module, enumeration: str) -> set[str]:
    """Return the members of an enumeration that a module names."""
    return {
        node.attr
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {enumeration, f"_{enumeration[0]}"}
    }


def test_every_permission_is_required_somewhere_or_listed() -> None:
    asked: set[str] = set()
    for module in MODULES:
        if not module.name.startswith("policy"):
            asked |= named(module, "Permission")
    unasked = {permission for permission in Permission if permission.name not in asked}
    assert unasked <= WITHOUT_A_VERB
    assert set(MATRIX.values()) | OURS == set(Permission)


#: Events that two verbs raise, each with the reason.
RAISED_TWICE = {
    Event.CLOSE.name,  # by the responder, and by time itself
}


def raisers(event: Event) -> set[str]:
    """Return the verbs that raise an event; a private function counts when no verb names it."""
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for module in MODULES:
        if module.name.startswith("cases.actions."):
            for function in module.tree.body:
                if isinstance(function, ast.FunctionDef):
                    inside = Module(module.name, module.path, ast.Module([function], []))
                    if event.name in named(inside, "Event"):
                        public = not function.name.startswith("_")
                        found[public].add(f"{module.name}.{function.name}")
    return found[True] or found[False]


@pytest.mark.parametrize("event", Event)
def test_every_event_is_raised_by_exactly_one_verb(event: Event) -> None:
    expected = 2 if event.name in RAISED_TWICE else 1
    assert len(raisers(event)) == expected


#: Events whose verbs are still to come.
NOT_WRITTEN_YET = {
    "DRAFT_LISTED",
    "DRAFT_READ",
    "NATIONAL_OFFICE_BOOTSTRAPPED",
    "NOTICES_LISTED",
}


def test_every_audit_event_is_written_somewhere() -> None:
    written: set[str] = set()
    for module in MODULES:
        if module.name != "audit.events":
            written |= named(module, "AuditEvent")
    assert {event.name for event in AuditEvent} - written <= NOT_WRITTEN_YET


def test_every_audit_event_has_words() -> None:
    """A reviewer and a resident read the ledger in plain words (`review/event_words.py`)."""
    assert set(AuditEvent) - set(EVENT_WORDS) == set()


CONFIG = (ROOT / "vardpost" / "config").rglob("*.py")
VARIABLES = sorted(
    {
        name
        for path in CONFIG
        for name in re.findall(r'(?:get|_flag|_list)\(\s*"([A-Z_]{3,})"', path.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_is_written_down(variable: str) -> None:
    manual = ROOT / "docs" / "how-to" / "operate.md"
    assert f"`{variable}`" in manual.read_text(encoding="utf-8")
