"""Searches of the ledger run in one process, by the plans of what they run inside."""

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
SEARCHES = {
    "about": f"select * from audit_about(array[%(id)s]::uuid[], {WHEN})",
    "newest": f"select * from audit_newest(%(unit)s, null, {WHEN})",
    "facts": f"select * from review_facts_newest(%(unit)s, {WHEN})",
    "days": "select * from audit_days(array[%(id)s]::uuid[], current_date - 90, current_date + 1, "
    "50, '', null, null)",
}


@pytest.mark.parametrize("search", SEARCHES)
def test_no_search_starts_workers(ledger: Ledger, search: str) -> None:
    with database.as_owner():
        place = unit()
    values: dict[str, Any] = {"id": new_id(), "unit": place.id}
    plans: list[str] = []
    with database.superuser(ledger.name) as connection:
        connection.add_notice_handler(lambda one: plans.append(one.message_primary or ""))
        connection.execute(EAGER)
        connection.execute(f"set role {roles.OWNER}".encode())
        kind = "resident" if search == "days" else "staff"
        connection.execute(
            "select set_config('app.kind', %s, false), set_config('app.unit', %s, false), "
            "set_config('app.residents', %s, false), set_config('app.person', %s, false), "
            "set_config('app.roles', ',reviewer,', false)",
            [kind, str(place.id), f"{{{values['id']}}}", str(values["id"])],
        )
        # What would be done by several, if it were not for the function.
        connection.execute("select at from audit_entry where schema_version > 5")
        assert "Gather" in plans[-1], plans
        plans.clear()
        connection.execute(SEARCHES[search].encode(), values)
    inside = [one for one in plans if "audit_entry" in one or "review_fact " in one]
    assert any("Scan" in one for one in inside), "\n".join(plans)
    assert "Gather" not in "\n".join(plans)
