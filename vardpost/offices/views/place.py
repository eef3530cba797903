"""Whose administrators a page is about, and from which office one looks."""

from dataclasses import dataclass

from django.http import HttpRequest

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.offices.states import Party
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.units.queries.region import region_name

REGION = staff(Permission.REGION_ADMIN_APPLY)
NATION = staff(Permission.REGION_ADMIN_APPROVE)


@dataclass(frozen=True, slots=True)
class Place:
    """The region, who looks at it, and where its pages begin."""

    actor: Actor
    region_id: str
    name: str
    base: str
    #: From where one looks: the region itself, or the national office.
    party: Party

    @property
    def nation(self) -> bool:
        """Whether the national office looks."""
        return self.party is Party.NATION


def of_region(request: HttpRequest, region: str) -> Place:
    """Return one's own region. Raises `NotFound` for any other."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or actor.region_id != region:
        raise NotFound("office")
    base = f"/r/{region}/administratorer"
    return Place(actor, region, region_name(region), base, Party.REGION)


def of_nation(request: HttpRequest, region: str) -> Place:
    """Return a region as the national office sees it. Raises `NotFound` for one that is none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    base = f"/n/administratorer/region/{region}"
    return Place(actor, region, region_name(region), base, Party.NATION)
