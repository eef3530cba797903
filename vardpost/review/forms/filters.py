"""What a search or a sample looks among: text in, clean values out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel import clock, typed
from vardpost.kernel.errors import BadInput
from vardpost.people.numbers import BadNumber, IdentityNumber, parse
from vardpost.review.groups import ABOUT_CASES, Group
from vardpost.review.queries.log import uuid_of
from vardpost.review.rules import Fact
from vardpost.review.sampling import MOST_ITEMS, MOST_SEED, Size
from vardpost.review.values import KEPT, Filters

LONGEST_REASON = 300
#: As far back as one search reaches, so that what is looked through has an end.
MOST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it stands."""

    from_on: str = ""
    to_on: str = ""
    person: str = ""
    number: str = ""
    groups: Sequence[str] = ()
    facts: Sequence[str] = ()
    reason: str = ""
    #: The resident that a search has stays, though her number is not typed again.
    keep_resident: bool = False
    of: str = "entries"
    amount: str = "25"
    seed: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Clean values."""

    filters: Filters
    number: IdentityNumber | None = None
    reason: str = ""
    size: Size = field(default_factory=Size)
    seed: str = ""


def fresh(today: date) -> Typed:
    """Return the form for a new search: the last thirty days."""
    first = today - timedelta(days=30)
    return Typed(first.isoformat(), today.isoformat())


def shown(filters: Filters) -> Typed:
    """Return the form of a search that is there."""
    return Typed(
        filters.from_on.isoformat(),
        filters.to_on.isoformat(),
        str(filters.person_id or ""),
        "",
        [one.value for one in filters.groups],
        [str(int(one)) for one in Fact if one in filters.facts],
        keep_resident=filters.resident_id is not None,
    )


def as_typed(posted: QueryDict) -> Typed:
    """Return what was typed, as it was."""
    return Typed(
        posted.get("from_on", "")[:40],
        posted.get("to_on", "")[:40],
        posted.get("person", "")[:40],
        posted.get("number", "")[:40],
        posted.getlist("groups")[:20],
        posted.getlist("facts")[:20],
        posted.get("reason", "")[:20_000],
        posted.get("keep_resident") == "1",
        posted.get("of", "entries")[:10],
        posted.get("amount", "")[:6],
        posted.get("seed", "")[:1000],
    )


def search(posted: QueryDict, people: Sequence[tuple[UUID, str]], *, needs_reason: bool) -> Parsed:
    """Return a posted search. Raises `BadInput`."""
    raw, errors = as_typed(posted), dict[str, str]()
    filters = _filters(raw, people, errors)
    number = _number(raw.number, errors)
    reason = typed.one_line(typed.kept(raw.reason))
    if needs_reason and not reason:
        errors["reason"] = _("Skriv varför du söker i loggen")
    _not_longer("reason", reason, LONGEST_REASON, errors)
    if errors or filters is None:
        raise BadInput(errors)
    return Parsed(filters, number, reason)


def sample(posted: QueryDict, people: Sequence[tuple[UUID, str]]) -> Parsed:
    """Return a posted sample; without any group from opened cases. Raises `BadInput`."""
    raw, errors = as_typed(posted), dict[str, str]()
    filters = _filters(raw, people, errors)
    size = _size(raw, errors)
    seed = typed.one_line(typed.kept(raw.seed))
    if not seed:
        errors["seed"] = _("Skriv ett startord")
    _not_longer("seed", seed, MOST_SEED, errors)
    if errors or filters is None:
        raise BadInput(errors)
    if not filters.groups:
        filters = replace(filters, groups=tuple(one for one in Group if one in ABOUT_CASES))
    return Parsed(filters, size=size, seed=seed)


def _filters(
    raw: Typed, people: Sequence[tuple[UUID, str]], errors: dict[str, str]
) -> Filters | None:
    first, last = _day("from_on", raw.from_on, errors), _day("to_on", raw.to_on, errors)
    if first and last and first > last:
        errors["to_on"] = _("Välj en dag som inte är före den första")
    elif first and last and (last - first).days > MOST_DAYS:
        errors["from_on"] = _("Välj högst tio år")
    names = {str(key): name for key, name in people}
    if raw.person and raw.person not in names:
        errors["person"] = _("Välj någon i listan")
    if errors or first is None or last is None:
        return None
    facts = Fact.NONE
    for one in Fact:
        facts |= one if str(int(one)) in raw.facts else Fact.NONE
    return Filters(
        first,
        last,
        uuid_of(raw.person),
        names.get(raw.person, ""),
        KEPT if raw.keep_resident and not raw.number.strip() else None,
        "",
        tuple(one for one in Group if one.value in raw.groups),
        facts,
    )


def _day(name: str, text: str, errors: dict[str, str]) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        errors[name] = _("Skriv ett datum, till exempel 2026-11-30")
        return None
    today = clock.today()
    if not date(2000, 1, 1) <= found <= today:
        errors[name] = _("Välj en dag som har varit")
        return None
    return found


def _number(text: str, errors: dict[str, str]) -> IdentityNumber | None:
    written = typed.kept(text, figures=True).strip()
    if not written:
        return None
    try:
        return parse(written, clock.today())
    except BadNumber:
        errors["number"] = _("Skriv hela personnumret, till exempel 19121212-1212")
        return None


def _size(raw: Typed, errors: dict[str, str]) -> Size:
    text = raw.amount.strip()
    amount = int(text) if text.isascii() and text.isdigit() else 0
    most = 100 if raw.of == "percent" else MOST_ITEMS
    if not 1 <= amount <= most:
        words = _("Skriv ett tal från 1 till {n}")
        errors["amount"] = words.replace("{n}", str(most))
    return Size("percent" if raw.of == "percent" else "entries", amount)


def _not_longer(name: str, text: str, most: int, errors: dict[str, str]) -> None:
    if len(text) > most:
        words = _("Korta texten med {n} tecken")
        errors[name] = words.replace("{n}", str(len(text) - most))
