"""The kinds of scope, and the rows made for them by name."""

from dataclasses import dataclass, field
from uuid import UUID

from tests import people_made as made
from vardpost.kernel import db
from vardpost.people.session import open_scope

OTHER_REGION = "01"
#: What each kind of scope belongs to: the person, and the unit whose page is asked for.
SCOPES = {
    "resident": ("anna", None),
    "guardian": ("karin", None),
    "other resident": ("nils", None),
    "receiver": ("rut", "ek"),
    "responder": ("lind", "ek"),
    "responder on the other unit": ("lind", "al"),
    "colleague": ("holm", "ek"),
    "both": ("alm", "ek"),
    "administrator": ("ros", "ek"),
    "reviewer": ("eva", "ek"),
    "reviewer alone": ("ulf", "ek"),
    "receiver on a unit of no role": ("rut", "al"),
    "receiver elsewhere": ("ask", "al"),
    "receiver in another region": ("gran", "tall"),
    "region office": ("dag", None),
    "national office": ("nora", None),
    "system here": (made.REGION, "system"),
    "system there": (OTHER_REGION, "system"),
    "system of no region": ("", "system"),
}
RESIDENTS = {"anna", "karin", "nils"}


@dataclass(slots=True)
class Rows:
    """People, units and rows by name; `names` turns an id back into its name."""

    units: dict[str, made.Unit] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, dict[UUID, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def note(self, table: str, key: UUID, name: str) -> UUID:
        """Remember the name of a row."""
        self.things.setdefault(table, {})[key] = name
        return key

    def key(self, table: str, name: str) -> UUID:
        """Return the id of a row."""
        return next(key for key, named in self.things[table].items() if named == name)

    def enter(self, scope: str) -> None:
        """Set the transaction's scope as a request or a job does."""
        who, where = SCOPES[scope]
        if where == "system":
            db.fetch_one("select system_open(%s)", [who])
            return
        kind = "resident" if who in RESIDENTS else "staff"
        if who not in self.tokens:
            self.tokens[who] = made.sign_in(self.people[who], kind)
        slug = self.units[where].slug if where else ""
        assert open_scope(self.tokens[who], slug, request_id="r", address="a") is not None
