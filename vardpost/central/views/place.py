"""Which office's case type a page is about."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from vardpost.casetypes.queries import TypeToEdit, type_to_edit, version
from vardpost.casetypes.views.home import Home, home
from vardpost.kernel.errors import NotFound
from vardpost.shell.jinja import language


@dataclass(frozen=True, slots=True)
class Given:
    """A type that an office may give to units: its own, and to a region the nation's."""

    home: Home
    type: TypeToEdit
    title: str

    @property
    def base(self) -> str:
        """The address of the type's page."""
        return f"{self.home.base}/{self.type.id}"

    @property
    def hows(self) -> tuple[str, ...]:
        """What the office may order: the nation switches nothing on at a unit."""
        return ("active", "offer", "withdraw") if self.home.region_id else ("offer", "withdraw")


def orders_base(region: str) -> str:
    """Return the address of an office's orders."""
    return f"/r/{region}/utdelningar" if region else "/n/utdelningar"


def given(request: HttpRequest, region: str, case_type_id: UUID) -> Given:
    """Return a published type that the office may give. Raises `NotFound` for every other."""
    place, found = home(request, region=region), type_to_edit(case_type_id)
    if not place.sees(found.owner) or found.in_force is None:
        raise NotFound("case type")
    title = version(found.in_force).definition.title
    return Given(place, found, title.of(language()) or title.sv)
