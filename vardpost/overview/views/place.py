"""Who asks, and about which region: what every page of an office starts with."""

from django.http import HttpRequest

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission


def office(request: HttpRequest, region: str) -> Actor:
    """Return who asks, where she may see the region's units. Raises `NotFound` elsewhere."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if not can(actor, Permission.OVERVIEW_READ, Thing(region_id=region)):
        raise NotFound("region")
    return actor
