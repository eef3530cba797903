"""What the region recommends, where a resident begins: the start page, and the list of units."""

from collections.abc import Sequence
from uuid import UUID

from vardpost.kernel import clock
from vardpost.units.catchment import Someone
from vardpost.units.queries.recommended import Suggestion, suggestions, suggestions_for
from vardpost.units.words import kind_name


def suggested(people: Sequence[Someone]) -> list[tuple[Suggestion, str]]:
    """Return the recommended units, each with what kind it is in words."""
    return _worded(suggestions(people, clock.today()))


def suggested_to(ids: Sequence[UUID]) -> list[tuple[Suggestion, str]]:
    """As `suggested`, for a page that knows nothing more of the people."""
    return _worded(suggestions_for(ids, clock.today()))


def _worded(found: Sequence[Suggestion]) -> list[tuple[Suggestion, str]]:
    return [(one, kind_name(one.kind)) for one in found]
