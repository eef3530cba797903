"""Outside the unit nothing under five is told: the functions and the SQL say the same."""

import pytest

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import clock, db
from vardpost.statistics import shown


@pytest.mark.parametrize(("number", "told"), [(0, None), (4, None), (5, 5), (31, 31)])
def test_a_count(number: int, told: int | None) -> None:
    assert shown.count(number) == told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("open_cases", "late", "answered", "kept", "share"),
    [
        (0, 0, 0, 0, None),
        (4, 1, 3, 3, None),
        (5, 0, 5, 5, 100),
        (9, 1, 4, 4, 80),
        (40, 0, 200, 199, 99),  # rounded down: a broken promise is never a hundred percent
        (12, 5, 0, 0, 0),
    ],
)
def test_a_share(open_cases: int, late: int, answered: int, kept: int, share: int | None) -> None:
    assert shown.share(answered=answered, late=late, kept=kept) == share
    with as_owner():
        unit = made.unit()
        db.execute(
            "insert into unit_rollup (unit_id, region_id, counted_at, open_cases, waiting, late, "
            "received, answered, kept) values (%s, %s, %s, %s, %s, %s, 0, %s, %s)",
            [unit.id, made.REGION, clock.now(), open_cases, late, late, answered, kept],
        )
        row = db.fetch_one(
            f"select {shown.OPEN}, {shown.SHARE} from unit_rollup s where s.unit_id = %s", [unit.id]
        )
    assert row == (shown.count(open_cases), share)
