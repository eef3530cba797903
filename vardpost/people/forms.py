"""What an administrator types about staff: text in, clean values out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel import clock
from vardpost.kernel.errors import BadInput
from vardpost.people.values import LEAVE, LEFT, Presentation, Wanted
from vardpost.people.words import ROLES, SHOW_AS

LONGEST_REASON = 200
LONGEST_SIGNATURE = 200
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the page's form as they were typed, by name; lists for boxes."""

    values: Mapping[str, str]
    roles: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> str:
        """Return a field by its name, empty when it was not sent."""
        return self.values.get(name, "")


def typed(posted: QueryDict) -> Typed:
    """Return what was typed, as it was."""
    values = {key: posted.get(key, "")[:9999] for key in list(posted)[:40]}
    return Typed(values, tuple(posted.getlist("roles")[:8]))


def wanted(posted: QueryDict) -> Wanted:
    """Return what shall be given. Raises `BadInput` with a message a field."""
    faults: dict[str, str] = {}
    roles = frozenset(role for role in posted.getlist("roles") if role in set(ROLES))
    if not roles:
        faults["roles"] = _("Välj minst en behörighet")
    starts = _date(posted, "starts", faults) or clock.today()
    ends = None
    if posted.get("length") == "until":
        last = _date(posted, "until", faults)
        if last is None:
            faults.setdefault("until", _("Skriv sista dagen"))
        else:
            ends = last + _DAY
    elif posted.get("length") != "open":
        faults["length"] = _("Välj hur länge behörigheten gäller")
    reason = _reason(posted, faults)
    if faults:
        raise BadInput(faults)
    return Wanted(roles, starts, ends, reason)


@dataclass(frozen=True, slots=True)
class Removal:
    """What shall be taken away, why, and who gets the open cases (None: the inbox)."""

    roles: frozenset[str]
    reason: str
    to: UUID | None


def removal(posted: QueryDict, *, open_cases: bool) -> Removal:
    """Return what shall be taken away; with open cases it must be said where they go."""
    faults: dict[str, str] = {}
    roles = frozenset(role for role in posted.getlist("roles") if role in set(ROLES))
    if not roles:
        faults["roles"] = _("Välj vilka behörigheter som ska tas bort")
    to = target(posted, faults, open_cases=open_cases and "responder" in roles)
    reason = _reason(posted, faults)
    if faults:
        raise BadInput(faults)
    return Removal(roles, reason, to)


@dataclass(frozen=True, slots=True)
class Sleep:
    """Why an account is put to sleep, and who gets the open cases."""

    why: str
    reason: str
    to: UUID | None


def sleep(posted: QueryDict, *, open_cases: bool) -> Sleep:
    """Return why an account is put to sleep. Raises `BadInput` with a message a field."""
    faults: dict[str, str] = {}
    why = posted.get("why", "")
    if why not in {LEAVE, LEFT}:
        faults["why"] = _("Välj vad som har hänt")
    to = target(posted, faults, open_cases=open_cases)
    reason = _reason(posted, faults)
    if faults:
        raise BadInput(faults)
    return Sleep(why, reason, to)


def target(posted: QueryDict, faults: dict[str, str], *, open_cases: bool) -> UUID | None:
    """Return the colleague who gets the open cases, None for the inbox."""
    chosen = posted.get("to", "")
    if chosen == "inbox" or (not chosen and not open_cases):
        return None
    try:
        return UUID(chosen)
    except ValueError:
        faults["to"] = _("Välj vart de öppna ärendena ska")
        return None


def reason(posted: QueryDict) -> str:
    """Return why. Raises `BadInput`."""
    faults: dict[str, str] = {}
    found = _reason(posted, faults)
    if faults:
        raise BadInput(faults)
    return found


def presentation(posted: QueryDict) -> Presentation:
    """Return how residents shall see somebody. Raises `BadInput`."""
    faults: dict[str, str] = {}
    name, title = posted.get("name", "").strip(), posted.get("title", "").strip()
    for field, text, longest in (("name", name, 120), ("title", title, 80)):
        if len(text) > longest:
            faults[field] = _("Korta texten med {n} tecken").replace(
                "{n}", str(len(text) - longest)
            )
    show_as, signature = _signature(posted, faults)
    if faults:
        raise BadInput(faults)
    return Presentation(name, title, posted.get("protected") == "1", show_as, signature)


def presentation_typed(posted: QueryDict) -> Presentation:
    """Return how residents shall see somebody, as it was typed."""
    name, title, show_as, signature = (
        posted.get(field, "")[:9999] for field in ("name", "title", "show_as", "signature")
    )
    return Presentation(name, title, posted.get("protected") == "1", show_as, signature)


def own_signature(posted: QueryDict) -> tuple[str, str]:
    """Return (`name` or `unit`, the signature). Raises `BadInput`."""
    faults: dict[str, str] = {}
    found = _signature(posted, faults)
    if faults:
        raise BadInput(faults)
    return found


def _signature(posted: QueryDict, faults: dict[str, str]) -> tuple[str, str]:
    show_as = posted.get("show_as", "name")
    if show_as not in SHOW_AS:
        faults["show_as"] = _("Välj vad invånare ska se")
    signature = posted.get("signature", "").replace("\r\n", "\n").strip()
    if len(signature) > LONGEST_SIGNATURE:
        left = len(signature) - LONGEST_SIGNATURE
        faults["signature"] = _("Korta texten med {n} tecken").replace("{n}", str(left))
    return show_as, signature


def _reason(posted: QueryDict, faults: dict[str, str]) -> str:
    text = posted.get("reason", "").strip()
    if not text:
        faults["reason"] = _("Skriv varför")
    elif len(text) > LONGEST_REASON:
        left = len(text) - LONGEST_REASON
        faults["reason"] = _("Korta texten med {n} tecken").replace("{n}", str(left))
    return text


def _date(posted: QueryDict, field: str, faults: dict[str, str]) -> date | None:
    text = posted.get(field, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        faults[field] = _("Skriv datumet som ÅÅÅÅ-MM-DD")
        return None
    if not 2000 <= found.year <= 2100:
        faults[field] = _("Välj ett år mellan 2000 och 2100")
        return None
    return found
