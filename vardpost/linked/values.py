"""What a service is made of, as plain data."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

LONGEST_NAME = 80
LONGEST_ABOUT = 300
LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class ServiceData:
    """What an office says of a service. `ended` only where it has ended."""

    internal_name: str
    name_sv: str
    name_en: str
    about_sv: str
    about_en: str
    address: str
    ended: bool = False

    def values(self) -> Mapping[str, Any]:
        """Return the service as the history keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it stands, with how many units have it."""

    id: UUID
    region_id: str
    data: ServiceData
    units: int


@dataclass(frozen=True, slots=True)
class Link:
    """A service as residents see it, in the page's language; `lang` where that is another."""

    name: str
    about: str
    address: str
    host: str
    lang: str
