"""Whose services a page is about: a region's, or the nation's."""

from dataclasses import dataclass

from django.http import HttpRequest

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Place:
    """An office: its actor, its region (empty for the nation), and where its pages begin."""

    actor: Actor
    region_id: str
    base: str


def office(request: HttpRequest, region: str) -> Place:
    """Return the office that the address names. Raises `NotFound` for any but the actor's own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or (actor.region_id or "") != region:
        raise NotFound("office")
    base = f"/r/{region}/uthoppstjanster" if region else "/n/uthoppstjanster"
    return Place(actor, region, base)
