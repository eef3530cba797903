"""Searches of the ledger run in one process: by their settings, and by the plan of one."""

from typing import Any

import pytest

from tests import database
from tests.audit.ledgers import Ledger
from tests.people_made import unit
from vardpost.config import roles
from vardpost.kernel.ids import new_id

#: Whatever costs nothing is done by several processes, unless that is forbidden.
EAGER = """
load 'auto_explain';
set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
set client_min_messages = log;
set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set max_parallel_workers_per_gather = 4;
set min_parallel_table_scan_size = 0; set min_parallel_index_scan_size = 0;
"""
WHEN = "now() - interval '1 month', now(), now(), %(id)s, 50"
ABOUT = f"select * from audit_about(array[%(id)s]::uuid[], {WHEN})"
SEARCHES = ("audit_about", "audit_newest", "audit_days", "review_facts_newest")


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_is_told_to_start_no_workers(ledger: Ledger, search: str) -> None:
    """A function that is replaced loses its settings; plans of small tables would not tell."""
    found = ledger.owner.execute(
        "select coalesce(proconfig, '{}') from pg_proc where proname = %s", [search]
    ).fetchall()
    assert found
    assert all("max_parallel_workers_per_gather=0" in row[0] for row in found), found


def test_what_would_start_workers_starts_none_inside_a_search(ledger: Ledger) -> None:
    """The setting reaches what the function runs; without it this search's plan has a `Gather`."""
    with database.as_owner():
        place = unit()
    values: dict[str, Any] = {"id": new_id()}
    plans: list[str] = []
    with database.superuser(ledger.name) as connection:
        connection.add_notice_handler(lambda one: plans.append(one.message_primary or ""))
        connection.execute(EAGER)
        connection.execute(f"set role {roles.OWNER}".encode())
        connection.execute(
            "select set_config('app.kind', 'staff', false), set_config('app.unit', %s, false), "
            "set_config('app.residents', %s, false), set_config('app.person', %s, false), "
            "set_config('app.roles', ',reviewer,', false)",
            [str(place.id), f"{{{values['id']}}}", str(values["id"])],
        )
        # What would be done by several, if it were not for the function.
        connection.execute("select at from audit_entry where schema_version > 5")
        assert "Gather" in plans[-1], plans
        plans.clear()
        connection.execute(ABOUT.encode(), values)
    assert any("Scan" in one for one in plans if "audit_entry" in one), "\n".join(plans)
    assert "Gather" not in "\n".join(plans)
