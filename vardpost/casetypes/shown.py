"""What the page draws of a form: controls with their words, ready for `casetypes/_fields.html`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Choice = tuple[str, str, str]
#: Where pictures are fetched, by hash (`casetypes/urls.py`).
PICTURES = "/bilder/"


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the page shows it."""

    address: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FollowUp:
    """When a follow-up question shows: the controls it hangs on, and the answers that show it.

    With several controls, `name` holds their names with spaces between, `values` the answers of
    each with bars between; `match` says whether all must hold or any.
    """

    name: str
    values: str
    #: *Om ja*, for pages without a script, where every follow-up shows.
    when: str
    shown: bool
    match: str = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a rows question; `remove` is the value of its button, or nothing."""

    title: str
    controls: tuple["Control", ...]
    remove: str


@dataclass(frozen=True, slots=True)
class Control:
    """One control, or a group of them, ready to be drawn by `casetypes/_fields.html`."""

    kind: str
    name: str
    label: str
    hint: str = ""
    optional: bool = False
    error: str = ""
    value: str = ""
    chosen: tuple[str, ...] = ()
    options: tuple[Choice, ...] = ()
    columns: int = 1
    autocomplete: str = ""
    max_length: int = 0
    #: Bounds of a date, YYYY-MM-DD.
    minimum: str = ""
    maximum: str = ""
    follow_up: FollowUp | None = None
    parts: tuple["Control", ...] = ()
    rows: tuple[Row, ...] = ()
    add: str = ""
    picture: Shown | None = None
    #: Pictures of the options, by value.
    pictures: Mapping[str, Shown] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The options as a list to open shows them: without help."""
        return [(value, label) for value, label, _ in self.options]
