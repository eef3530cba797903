"""Who asks, and about which region and unit: what every page of the room starts with."""

from django.http import HttpRequest

from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.onboarding.queries.units import unit_of_region
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission


def office(request: HttpRequest, region: str, permission: Permission) -> Actor:
    """Return who asks, where she may do it in the region. Raises `NotFound` elsewhere."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or not can(actor, permission, Thing(region_id=region)):
        raise NotFound("region")
    return actor


def unit_here(
    request: HttpRequest, region: str, slug: str, permission: Permission
) -> tuple[Actor, UnitRef]:
    """Return who asks and the region's unit that the address names. Raises `NotFound`."""
    actor = office(request, region, permission)
    return actor, unit_of_region(region, slug)
