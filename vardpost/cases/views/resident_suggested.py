"""What the region recommends, where a resident begins: the start page, and the list of units."""

from collections.abc import Iterable

from vardpost.kernel import clock
from vardpost.units.catchment import Someone
from vardpost.units.queries.recommended import Suggestion, suggestions
from vardpost.units.words import kind_name


def suggested(people: Iterable[Someone]) -> list[tuple[Suggestion, str]]:
    """Return the recommended units, each with what kind it is in words."""
    return [(one, kind_name(one.kind)) for one in suggestions(list(people), clock.today())]
