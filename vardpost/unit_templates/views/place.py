"""Whose templates a page is about: a region's, or the nation's."""

from dataclasses import dataclass

from django.http import HttpRequest

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.unit_templates.queries.templates import template_of
from vardpost.unit_templates.values import Template


@dataclass(frozen=True, slots=True)
class Place:
    """An office: its actor, its region (empty for the nation), and where its pages begin."""

    actor: Actor
    region_id: str
    base: str

    def template(self, code: str, *, own: bool = False) -> Template:
        """Return a template that the office may use; its own alone with `own`.

        Raises `NotFound` for another's.
        """
        found = template_of(code)
        if found.region_id not in ({self.region_id} if own else {"", self.region_id}):
            raise NotFound("template")
        return found


def office(request: HttpRequest, region: str) -> Place:
    """Return the office that the address names. Raises `NotFound` for any but the actor's own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or (actor.region_id or "") != region:
        raise NotFound("office")
    return Place(actor, region, f"/r/{region}/mallar" if region else "/n/mallar")
