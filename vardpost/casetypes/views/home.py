"""Whose case types a page is about: a unit's own, a region's, or the nation's.

The editor is one; only its address, its frame and the mark of its pages differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _

from vardpost.casetypes.owners import Owner
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.units.queries.region import region_name
from vardpost.units.views.here import here

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Home:
    """An owner of case types. Without a unit it is an office, whose `region_id` may be empty."""

    actor: Actor
    unit: UnitRef | None
    region_id: str
    #: What the owner is called, for the page.
    name: str

    @property
    def base(self) -> str:
        """The address of the owner's case types."""
        if self.unit is not None:
            return f"/m/{self.unit.slug}/admin/arendetyper"
        return f"/r/{self.region_id}/arendetyper" if self.region_id else "/n/arendetyper"

    @property
    def owner(self) -> Owner:
        """Who owns what is made here."""
        if self.unit is not None:
            return Owner(self.unit.region_id, self.unit.id)
        return Owner(self.region_id or None)

    @property
    def named(self) -> dict[str, Any]:
        """The owner as verbs ask for it: a unit, a region, or neither."""
        if self.unit is not None:
            return {"unit_id": self.unit.id}
        return {"region_id": self.region_id or None}

    def owns(self, owner: Owner) -> bool:
        """Whether it is this very owner's."""
        return owner.unit_id == self.owner.unit_id and owner.region_id == self.owner.region_id

    def sees(self, owner: Owner) -> bool:
        """Whether this office may read what belongs to an owner: its own and the nation's."""
        return owner.unit_id is None and owner.region_id in (None, self.owner.region_id)


def home(request: HttpRequest, *, unit: str = "", region: str = "") -> Home:
    """Return the owner that the address names. Raises `NotFound` for any but the actor's own."""
    if unit:
        actor, place = here(request, unit)
        return Home(actor, place, place.region_id, place.name)
    actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or (actor.region_id or "") != region:
        raise NotFound("office")
    name = region_name(region) if region else _("Hela landet")
    return Home(actor, None, region, name)


def of_offices(view: View) -> View:
    """Return a page of the editor as the offices have it: the same, under a mark of its own."""

    @wraps(view)
    def page(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    marked: Any = staff(Permission.CENTRAL_TYPE_EDIT)(page)
    return marked  # type: ignore[no-any-return]  # a view like the one it was made of
