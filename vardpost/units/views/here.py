"""Who asks, and at which unit: what every page of the administration starts with."""

from django.http import HttpRequest

from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound


def here(request: HttpRequest, unit: str) -> tuple[Actor, UnitRef]:
    """Return the actor and the unit that the address names. Raises `NotFound`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is None or actor.unit.slug != unit:
        raise NotFound("unit")
    return actor, actor.unit
