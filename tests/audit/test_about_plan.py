"""A reviewer's search by resident is found by the resident alone, however large the unit."""

from tests import database
from tests.audit.ledgers import Ledger
from tests.people_made import unit
from vardpost.config import roles
from vardpost.kernel.ids import new_id

TOLD = """
load 'auto_explain';
set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
set client_min_messages = log; set enable_seqscan = off;
"""


def test_the_units_index_is_not_asked(ledger: Ledger) -> None:
    with database.as_owner():
        place = unit()
    plans: list[str] = []
    with database.superuser(ledger.name) as connection:
        connection.add_notice_handler(lambda one: plans.append(one.message_primary or ""))
        connection.execute(TOLD)
        connection.execute(f"set role {roles.OWNER}".encode())
        connection.execute(
            "select set_config('app.kind', 'staff', false), "
            "set_config('app.unit', %s, false), set_config('app.roles', ',reviewer,', false)",
            [str(place.id)],
        )
        plans.clear()
        connection.execute(
            "select * from audit_about(array[%s]::uuid[], now() - interval '1 month', now(), "
            "now(), %s, 50)",
            [new_id(), new_id()],
        )
    (plan,) = [one for one in plans if "resident_ids &&" in one and "Scan" in one]
    lines = plan.splitlines()
    conditions = [line for line in lines if "Index Cond" in line]
    assert conditions, plan
    # Neither the unit nor the exact moment; whole months choose the parts of the ledger.
    assert not [line for line in conditions if "unit_id" in line or "ROW(" in line], plan
    assert [line for line in lines if "Filter" in line and "unit_id" in line], plan
