"""Swedish holidays and a unit's opening time: the adapter between tables and the pure clocks."""

from datetime import date
from functools import lru_cache

#: Years kept on either side of the one asked about; a promise never reaches further.
_REACH = 2


@lru_cache(maxsize=64)
def _of_year(year: int, with_eves: bool) -> frozenset[date]:
    # The library loads the whole world's countries, a seventh of the time that a command takes to
    # start, and few commands ask for a day. Pages have it loaded from the start (config/wsgi).
    from holidays.countries.sweden import Sweden

    categories = ("public", "de_facto") if with_eves else ("public",)
    return frozenset(Sweden(include_sundays=False, years=year, categories=categories))


@lru_cache(maxsize=64)
def swedish_holidays(year: int, *, with_eves: bool) -> frozenset[date]:
    """Return the holidays around a year; Sundays are no holidays, a unit may open on them.

    `with_eves` adds Midsummer Eve, Christmas Eve and New Year's Eve, which are no public holidays
    in law: whether a unit closes on them is the unit's choice.
    """
    years = range(year - _REACH, year + _REACH + 1)
    return frozenset().union(*(_of_year(one, with_eves) for one in years))
