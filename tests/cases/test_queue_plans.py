"""Counts of the queues read an index and never the table: they cost the same on a million cases.

The plan is asked for with scans of the whole table switched off, as on a large table they would be.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.staff_http import case, world
from vardpost.cases.actions import read
from vardpost.cases.queries import inbox
from vardpost.kernel import db

pytestmark = pytest.mark.django_db


def plan(who: str) -> str:
    """Return how the database answers for the counts of the queues, as that person."""
    place = world()
    case(place)
    actor = place.as_(who)
    with CaptureQueriesContext(connection) as captured:
        inbox.counts(read.viewer(actor))
    db.execute("set local enable_seqscan = off")
    db.execute("set local enable_bitmapscan = off")
    lines = db.fetch_all(f"explain (costs off) {captured.captured_queries[-1]['sql']}")
    return "\n".join(line[0] for line in lines)


@pytest.mark.parametrize(("who", "queues"), [("receiver", 6), ("responder", 5), ("both", 7)])
def test_every_count_reads_its_index_alone(who: str, queues: int) -> None:
    told = plan(who)
    assert len(re.findall(r"Index Only Scan using i_case_\w+", told)) == queues, told
    assert "Seq Scan" not in told


def test_the_late_ones_are_counted_without_a_walk_past_the_pinned() -> None:
    """Both parts are a range of an index: what is not late is not even looked at."""
    scan = r"Index Only Scan using (\w+)[^\n]*\n\s+Index Cond: ([^\n]*)\n\s+Filter: ([^\n]*)"
    scans = re.findall(scan, plan("receiver"))
    ((_name, _range, rest),) = [one for one in scans if one[1].count("queue_at") == 2]
    ((_pinned, late, others),) = [one for one in scans if one[0] == "i_case_pinned"]
    assert "first_due <" in late
    assert "first_due" not in rest + others
