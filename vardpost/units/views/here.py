"""Who asks, and at which unit: what every page of the administration starts with; and what next."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.units.checklist import lacking
from vardpost.units.queries.checklist import standing


def here(request: HttpRequest, unit: str) -> tuple[Actor, UnitRef]:
    """Return the actor and the unit that the address names. Raises `NotFound`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is None or actor.unit.slug != unit:
        raise NotFound("unit")
    return actor, actor.unit


def next_step(request: HttpRequest) -> dict[str, Any]:
    """Return what the unit still needs to receive cases, for the page that follows a save.

    The first point of the list *Kom igång* that is not done; nothing where all is in place.
    """
    place = request.actor.unit  # type: ignore[attr-defined]  # set by the door
    if place is None or not request.path.startswith(f"/m/{place.slug}/admin/"):
        return {}
    left = [point for point in lacking(standing(place.id)) if point.needed]
    if not left:
        return {}
    return {"next_step": (_(left[0].title), f"/m/{place.slug}/admin/{left[0].place}")}
