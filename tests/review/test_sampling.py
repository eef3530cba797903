"""Samples: the same seed from the same entries gives the same, and the database agrees."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardpost.kernel import db
from vardpost.review.sampling import MOST_ITEMS, ORDER, Size, draw, place

ENTRIES = st.lists(st.uuids(), max_size=60, unique=True)
SEEDS = st.text(max_size=20)
SIZES = st.one_of(
    st.builds(Size, st.just("entries"), st.integers(1, 80)),
    st.builds(Size, st.just("percent"), st.integers(1, 100)),
)


@given(SEEDS, ENTRIES, SIZES, st.randoms())
def test_the_same_seed_gives_the_same_sample(
    seed: str, entries: list[UUID], size: Size, dice: object
) -> None:
    drawn = draw(seed, entries, size)
    shuffled = list(entries)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    assert draw(seed, shuffled, size) == drawn
    assert len(drawn) == len(set(drawn)) == size.items(len(entries))
    assert set(drawn) <= set(entries)


@given(SEEDS, ENTRIES, st.integers(1, 60), st.integers(1, 60))
def test_a_larger_sample_holds_the_smaller(
    seed: str, entries: list[UUID], one: int, other: int
) -> None:
    small, large = sorted((one, other))
    drawn = draw(seed, entries, Size("entries", large))
    assert drawn[:small] == draw(seed, entries, Size("entries", small))


@given(st.integers(0, 100_000), SIZES)
def test_sizes_have_bounds(population: int, size: Size) -> None:
    items = size.items(population)
    assert 0 <= items <= min(population, MOST_ITEMS)
    assert items > 0 or population == 0


def test_every_entry_is_as_likely() -> None:
    entries = [UUID(int=n) for n in range(20)]
    drawn = [one for seed in range(2000) for one in draw(str(seed), entries, Size("entries", 2))]
    counts = [drawn.count(one) for one in entries]
    assert min(counts) > 140
    assert max(counts) < 260


@pytest.mark.django_db
@pytest.mark.parametrize("seed", ["", "kastanj-ö-7", "'; --", "%s %%"])
def test_the_database_draws_the_same(seed: str) -> None:
    entries = [UUID(int=n * 7919) for n in range(200)]
    rows = db.fetch_all(
        f"select e.id, {ORDER} from unnest(%s::uuid[]) e(id) order by 2 limit 30",
        [seed, entries],
    )
    assert [row[0] for row in rows] == draw(seed, entries, Size("entries", 30))
    assert [bytes(row[1]) for row in rows] == [place(seed, row[0]) for row in rows]
