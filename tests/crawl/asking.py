"""One request of the table, as a person sends it, and what the ledger holds afterwards."""

from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import RequestFactory
from django.urls import URLPattern, reverse

from tests.crawl.place import Place
from tests.database import as_owner
from tools.write_reference import urls
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db

Rows = list[dict[str, Any]]
#: Every column of the ledger but its own id.
COLUMNS = (
    *("at", "schema_version", "action", "outcome", "purpose", "actor_kind", "person_id"),
    *("person_name", "roles", "unit_id", "unit_hsa_id", "unit_name", "region_id", "resident_ids"),
    *("acting_as", "relation", "object_type", "object_id", "state", "session_id", "address"),
    *("request_id", "detail"),
)


@dataclass(frozen=True, slots=True)
class Act:
    """One request: who sends it, and the rows it leaves, in the order they are written.

    A route's parameter is looked up among the things of the place by its own name, or by the name
    that `at` gives; so is a posted value that begins with `@`. `form` names the route of the page
    whose form is filled in: everything that the page would send, with `post` over it.
    """

    who: str
    leaves: tuple[AuditEvent, ...] = ()
    #: Why it leaves nothing.
    why: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    post: Mapping[str, Any] | None = None
    form: str = ""
    #: Files to send: field → the thing whose bytes they are, in base 64.
    files: Mapping[str, str] = field(default_factory=dict)
    #: Why others who succeed leave something else; then only what they are shown is compared.
    differs: str = ""
    #: The answer's status where it is no success.
    status: int = 0

    @property
    def method(self) -> str:
        """`GET` or `POST`."""
        return "GET" if self.post is None else "POST"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, and the rows that were written meanwhile."""

    status: int
    text: str
    rows: Rows
    location: str
    path: str
    request_id: str
    #: Whether the address names a unit of which staff ask.
    at_unit: bool

    @property
    def events(self) -> tuple[str, ...]:
        """What was done, as the ledger calls it, but for refusals."""
        return tuple(row["action"] for row in self.rows if row["outcome"] != "refused")

    @property
    def refusals(self) -> int:
        """How many rows tell of a refusal."""
        return sum(row["outcome"] == "refused" for row in self.rows)


def routes() -> dict[str, URLPattern]:
    """Return every address of the product by the name of its route."""
    found = {}
    for path, entry in urls():
        assert entry.name, f"{path} has no name"
        assert entry.name not in found, f"two routes are called {entry.name}"
        found[entry.name] = entry
    return found


ROUTES = routes()


def methods(route: str) -> set[str]:
    """Return how a route may be asked, as its view tells whoever tries another way."""
    said = ROUTES[route].callback(RequestFactory().generic("TRACE", "/"))
    assert said.status_code == 405, f"{route}: say the methods with require_safe and its like"
    return {one.strip() for one in said.headers["Allow"].split(",")} & {"GET", "POST"}


def address(place: Place, route: str, at: Mapping[str, str]) -> str:
    """Return the address of a route with the things that are named."""
    names = ROUTES[route].pattern.converters
    wanted = {name: place.things.get(at.get(name, name), at.get(name, name)) for name in names}
    return reverse(route, kwargs=wanted)


def ask(
    place: Place,
    route: str,
    act: Act,
    who: str | None = None,
    spoil: Callable[[], object] = dict,
) -> Said:
    """Send the request as `who`, or as the one the table names; `spoil` something just before."""
    path = address(place, route, act.at)
    client = place.browser(act.who if who is None else who)
    data = _posted(place, path, act)
    last = _last()
    spoil()
    send = client.get if data is None else client.post
    answer = send(path + act.query, data)
    return Said(
        answer.status_code,
        answer.content.decode(errors="replace"),
        _after(last),
        answer.headers.get("Location", ""),
        path,
        answer.headers.get("X-Request-Id", ""),
        path.startswith("/m/"),
    )


def fill(place: Place, route: str, act: Act) -> None:
    """Ask for the page whose form the act sends, if it sends one, so that `ask` need not."""
    _posted(place, address(place, route, act.at), act)


def _posted(place: Place, path: str, act: Act) -> dict[str, Any] | None:
    """Return what is sent: what the page's form holds, and what the act puts into it."""
    if act.post is None:
        return None
    fields: dict[str, Any] = {}
    if act.form:
        fields |= place.form(act.who, address(place, act.form, act.at) + act.query, path)
    for name, value in act.post.items():
        thing = place.things[value[1:]] if str(value).startswith("@") else value
        fields[name] = thing
    for name, thing in act.files.items():
        fields[name] = SimpleUploadedFile("fil", b64decode(place.things[thing]))
    return {name: value for name, value in fields.items() if value is not None}


def _last() -> UUID:
    with as_owner():
        row = db.fetch_one("select max(id::text) from audit_entry")
    return UUID(row[0]) if row and row[0] else UUID(int=0)


def _after(last: UUID) -> Rows:
    with as_owner():
        found = db.fetch_all(
            f"select {', '.join(COLUMNS)} from audit_entry where id > %s order by id", [last]
        )
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


@contextmanager
def rolled_back() -> Iterator[None]:
    """Put back what is changed inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
