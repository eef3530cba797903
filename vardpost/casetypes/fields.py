"""What a form is made of: frozen data, read strictly from JSON, that knows nothing of Django.

A definition is stored whole with each version of a case type, so a field added here needs a
default: old versions are read for as long as their cases are kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Literal, Protocol

FieldType = Literal[
    "text",
    "longtext",
    "choice",
    "multichoice",
    "date",
    "daterange",
    "time",
    "number",
    "bool",
    "phone",
    "file",
    "person",
    "rows",
    "info",
]

#: An unknown key is an error, not something to skip: a misspelt `requierd` would go unseen.
STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}

#: The steps of ui.md 4.4 that show questions; a form may have others beside or instead of them.
STEPS = ("beskriv", "uppgifter")
#: Pages of a new case that are no step of a form (they share an address with the steps).
RESERVED_STEPS = frozenset({"bradskande", "vem", "granska", "klart", "spara"})

#: What a follow-up on a question without options may wait for: that it has an answer at all.
ANSWERED = "answered"
#: Questions that a follow-up may wait for an answer to.
ANSWERABLE = frozenset({"text", "longtext", "date", "time", "number", "phone"})
#: The parts of a person; each is a control of its own.
PERSON_PARTS = ("name", "relation", "phone")
#: The parts of a central form that a unit may be let to change; `Field.open_options` says where.
OpenPart = Literal["description", "help", "options", "promise", "terms", "order"]

#: What a browser may suggest from what a person has told it about herself (HTML, *autofill*), by
#: kind of question; WCAG 1.3.5 asks for it where the answer is about the person who writes.
AUTOCOMPLETE: dict[str, tuple[str, ...]] = {
    "text": (
        *("name", "given-name", "family-name", "email", "postal-code", "address-level2"),
        *("organization", "language", "off"),
    ),
    "longtext": ("street-address", "off"),
    "date": ("bday", "off"),
    "phone": ("tel", "off"),
}
MAX_ROWS = 10
LENGTHS = {"text": 200, "longtext": 4000, "person": 120}


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the languages of the product."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    sv: str
    en: str

    def of(self, lang: str) -> str:
        """Return the text in `lang`; Swedish is what every other language falls back on."""
        return self.en if lang == "en" else self.sv


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture beside a question or an option: which (`actions.add_picture` gives it), in words.

    `hash` is the SHA-256 of the stored bytes; the picture's address is made of it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    hash: str
    alt: Text
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen; `value` is stored, `label` is shown."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    value: str
    label: Text
    help: Text | None = None
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A follow-up question shows when `field` has one of `values`.

    `field` is any earlier question, on this page or an earlier one. The values are those of its
    options; of a bool *yes* and *no*; of a typed answer `ANSWERED`. With `also`, all of the
    conditions must hold, or, when `match` says so, any of them.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    field: str
    values: tuple[str, ...]
    match: Literal["all", "any"] = "all"
    also: tuple["Condition", ...] = ()

    @property
    def tests(self) -> tuple["Condition", ...]:
        """This condition and those that stand with it."""
        return (self, *self.also)


@dataclass(frozen=True, slots=True)
class Field:
    """One question. What a type does not use stays empty; `reading` checks that it does."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    key: str
    type: FieldType
    label: Text
    step: str = ""
    help: Text | None = None
    required: bool = False
    #: What to say when a required answer is missing, in the question's own words.
    missing: Text | None = None
    max_length: int | None = None
    options: tuple[Option, ...] = ()
    visible_when: Condition | None = None
    autocomplete: str = ""
    #: What the answer starts with, from the person's own settings: "phone" or nothing.
    prefill: Literal["", "phone"] = ""
    #: Bounds of a number.
    minimum: int | None = None
    maximum: int | None = None
    #: Bounds of a date, in days from today.
    earliest: int | None = None
    latest: int | None = None
    #: The questions of one row, and what a row is called ("Läkemedel").
    fields: tuple["Field", ...] = ()
    item: Text | None = None
    max_rows: int = MAX_ROWS
    picture: Picture | None = None
    #: A unit may have options of its own here, where the form leaves `options` open.
    open_options: bool = False

    @property
    def length(self) -> int:
        """How many characters a typed answer may have."""
        return self.max_length or LENGTHS.get(self.type, 40)

    def option(self, value: str) -> Option | None:
        """Return the option with this value, if there is one."""
        return next((option for option in self.options if option.value == value), None)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of questions."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    key: str
    title: Text
    intro: Text | None = None
    #: What the page is called in the list of steps, when its title is long.
    short: Text | None = None


@dataclass(frozen=True, slots=True)
class RedFlags:
    """The urgent check before a form about symptoms: signs that need 112, not a form."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    version: int
    published: str
    question: Text
    items: tuple[Text, ...]
    unsure: Text
    stop_title: Text
    stop: Text

    @property
    def day(self) -> date:
        """The day the list was published."""
        return date.fromisoformat(self.published)


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """What the responder fills in for the final answer; the same kinds of questions."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """When the unit answers, in weekdays, unless the unit says otherwise."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    first_days: int
    final_days: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """The latest moment to cancel without a fee, counted back from a date and time in the form."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    date: str
    time: str
    #: Whole hours at the kinds of unit named, whole weekdays at every other kind.
    hours: int
    hour_kinds: tuple[str, ...]
    weekdays: int
    before: Text
    passed: Text


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """One point of the responder's checklist."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """One version of a case type's form, with everything a resident or responder is asked."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    schema: Literal[1]
    key: str
    title: Text
    description: Text
    steps: tuple[Step, ...]
    fields: tuple[Field, ...]
    answer_form: AnswerForm
    promise: Promise
    intro: Text | None = None
    #: About how someone feels: the urgent check comes first.
    symptom: bool = False
    red_flags: RedFlags | None = None
    proxy_allowed: bool = True
    allows_followup: bool = True
    followup_days: int = 14
    deadline: Deadline | None = None
    #: Who begins: the resident, or the unit (ADR 0017). An outbound form is offered to no one.
    direction: Literal["inbound", "outbound"] = "inbound"
    #: What staff fill in when they begin an outbound case; `fields` is what the resident answers.
    opening_form: AnswerForm | None = None
    #: Files may be sent along, where the product can take them.
    attachments: bool = False
    #: The person it is about is at least so many years old.
    min_age: int = 0
    #: Offered only in a region that has told which patients' advisory board it has.
    needs_patient_board: bool = False
    #: The responder notes that it is written in the medical record before the case is closed.
    journal_mark: bool = False
    checklist: tuple[CheckPoint, ...] = ()
    #: What a unit that offers a central type may change; everything else is locked.
    open: tuple[OpenPart, ...] = ("description", "promise", "order")

    def on_step(self, step: str) -> tuple[Field, ...]:
        """Return the questions of one step, in order."""
        return tuple(field for field in self.fields if field.step == step)

    def step(self, key: str) -> Step | None:
        """Return the step with this key, if there is one."""
        return next((step for step in self.steps if step.key == key), None)

    def field(self, key: str) -> Field | None:
        """Return the resident's question with this key, if there is one."""
        return next((field for field in self.fields if field.key == key), None)


class HasFields(Protocol):
    """A resident's form or a responder's answer form: both are parsed and shown alike."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """The questions, in order."""
        ...


def every_field(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield each field, those inside rows too."""
    for field in fields:
        yield field
        yield from field.fields
