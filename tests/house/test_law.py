"""The tables of the law agree with one another and with the database."""

import ast
import re
from functools import cache
from pathlib import Path

from tools.house_lint import Module, modules
from vardpost.audit.events import AuditEvent
from vardpost.cases.models import FINAL_STATES, OPEN_STATES
from vardpost.cases.states import FINISHED, OPEN

ROOT = Path(__file__).resolve().parents[2]
MODULES = modules(ROOT)


@cache
def code(module: Module) -> str:
    """Return the module's code without its comments."""
    return ast.unparse(module.tree)


def test_audit_events_are_named_alike() -> None:
    assert all(re.fullmatch(r"[a-z-]+:[a-z-]+:[a-z-]+", event) for event in AuditEvent)
    assert len({event.value for event in AuditEvent}) == len(AuditEvent)


def test_the_database_knows_the_same_states() -> None:
    assert {state.value for state in OPEN} == set(OPEN_STATES)
    assert {state.value for state in FINISHED} == set(FINAL_STATES)


#: Handing all variables to a process that is started is not reading one.
_READS = re.compile(r"getenv|environ\.get\(|environ\[")
#: Modules beside `config.environment` that read one, each because only it and its command need it.
READERS = {"config.dump", "config.management.commands.backup"}


def test_variables_are_read_in_one_place() -> None:
    readers = {module.name for module in MODULES if _READS.search(code(module))}
    assert readers == {"config.environment"} | READERS


#: Who names a table of cases beside the room itself, each with the reason.
_CASE_TABLE = re.compile(r"\b(care_case|case_(message|history|flag|mark|draft))\b")
CASE_READERS = {
    "config.grants": "rights, no rows",
    "config.personal_data.cases": "what the tables hold of persons, told by their names",
    "config.management.commands.demo_data": "whether the database is empty",
    "statistics.queries": "counts by unit, as the region's job",
}


def test_the_case_tables_have_named_readers() -> None:
    """SQL passes by the import contract `case-tables`; a new reader is a decision."""
    readers = {
        module.name
        for module in MODULES
        if _CASE_TABLE.search(code(module)) and not module.name.startswith(("cases", _OF_THE_DEMO))
    }
    assert readers == set(CASE_READERS)


#: Rows of the demo are written past everything.
_OF_THE_DEMO = "config.demo"
_FOR_WHOM = {"MAY_USE", "ONLY_FOR", "TO_ALL"}


def test_whoever_reads_what_a_unit_offers_asks_for_whom() -> None:
    """A type that a unit holds back is told only to those to whom it is handed out."""
    readers = {
        module.name: bool(_FOR_WHOM & set(re.findall(r"\w+", text)))
        for module in MODULES
        if re.search(r"(from|join) unit_case_type", text := code(module))
        and not module.name.startswith(("casetypes", _OF_THE_DEMO))
    }
    assert len(readers) > 2
    assert {name for name, asks in readers.items() if not asks} == set()
