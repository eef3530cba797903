"""What is worth an alarm, as pure rules: windows, batches, and fewer openings."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from vardpost.review.groups import Group
from vardpost.review.watching import Limit, Opened, burst, strange

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RUT = UUID(int=99)


def opened(*moments: tuple[int, int]) -> list[Opened]:
    """Return openings of (minute, resident)."""
    return [
        Opened(UUID(int=n), START + timedelta(minutes=minute), RUT, UUID(int=who), f"case-{who}")
        for n, (minute, who) in enumerate(sorted(moments), start=1)
    ]


MOMENTS = some.lists(some.tuples(some.integers(0, 90), some.integers(1, 6)), max_size=40)
LIMITS = some.builds(Limit, some.integers(2, 6), some.integers(1, 40))


def test_as_many_residents_as_the_limit_within_the_window() -> None:
    limit = Limit(3, 10)
    found = opened((0, 1), (5, 2), (10, 3), (40, 4))
    assert burst(found, limit) == found[:3]
    assert burst(opened((0, 1), (5, 2), (11, 3)), limit) == []


def test_the_same_resident_again_is_one() -> None:
    assert burst(opened((0, 1), (1, 1), (2, 1), (3, 2)), Limit(3, 10)) == []


def test_a_long_run_is_there_whole_and_once() -> None:
    found = opened(*((minute, minute % 4) for minute in range(30)))
    assert burst(found, Limit(4, 10)) == found


@given(MOMENTS, LIMITS)
def test_it_is_what_the_definition_says(moments: list[tuple[int, int]], limit: Limit) -> None:
    """An opening is found when some window of the limit's length holds it and enough residents."""
    found = opened(*moments)
    windows = [
        [one for one in found if last.at - limit.window <= one.at <= last.at
         and (one.at, one.id) <= (last.at, last.id)]
        for last in found
    ]  # fmt: skip
    expected = {
        one.id
        for window in windows
        if len({one.resident for one in window}) >= limit.residents
        for one in window
    }
    assert [one.id for one in burst(found, limit)] == sorted(expected)


@given(MOMENTS, LIMITS, some.sets(some.integers(1, 40)))
def test_fewer_openings_never_find_more(
    moments: list[tuple[int, int]], limit: Limit, gone: set[int]
) -> None:
    whole = opened(*moments)
    part = [one for one in whole if one.id.int not in gone]
    assert set(burst(part, limit)) <= set(burst(whole, limit))


def test_what_is_strange() -> None:
    known = {"about_case": True, "residents": 1}
    assert strange(Group.OPENED, "receiver", **known)  # type: ignore[arg-type]  # both by name
    assert strange(Group.TAKEN, "none", **known)  # type: ignore[arg-type]  # both by name
    assert not strange(Group.OPENED, "assignee", **known)  # type: ignore[arg-type]  # the same
    assert not strange(Group.HANDLED, "receiver", **known)  # type: ignore[arg-type]  # the same
    assert not strange(Group.LISTED, "receiver", about_case=True, residents=1)
    assert not strange(Group.OPENED, "receiver", about_case=False, residents=1)
    assert not strange(Group.OPENED, "receiver", about_case=True, residents=4)
