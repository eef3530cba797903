"""Roles, permissions and accounts in the page's words."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.policy.roles import Role
from vardpost.policy.words import role_name
from vardpost.shell.dates import full_day
from vardpost.units.settings import Line, Values

#: The roles of a unit in the order of its page.
ROLES = (Role.CASE_RECEIVER, Role.RESPONDER, Role.UNIT_ADMIN, Role.REVIEWER)


def lang() -> str:
    """Return `sv` or `en`."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def span_words(starts: date, ends: date | None) -> str:
    """`från 1 mars 2026 till och med 3 maj 2026`; `ends` is the first day without it."""
    first = full_day(starts, lang())
    if ends is None:
        return _("från {day} tills vidare").replace("{day}", first)
    last = full_day(date.fromordinal(ends.toordinal() - 1), lang())
    return _("från {day} till och med {last}").replace("{day}", first).replace("{last}", last)


def grant_words(values: Values) -> Sequence[Line]:
    """Return somebody's roles on a unit in words, each labelled with the person and the role."""
    name = str(values.get("name", ""))
    lines = []
    for role in ROLES:
        span = values.get(role.value)
        words = ""
        if span:
            ends = date.fromisoformat(span[1]) if span[1] else None
            words = span_words(date.fromisoformat(span[0]), ends)
        lines.append((f"{name}, {role_name(role, lang()).lower()}", words))
    return lines


#: What has become of an account, by what the history keeps.
STATES = {
    "active": later("Aktivt"),
    "inactive": later("Inaktivt"),
    "leave": later("Inaktivt: tjänstledig, behörigheterna väntar"),
    "left": later("Inaktivt: har slutat, behörigheterna är borttagna"),
}
SHOW_AS = {
    "name": later("Namnet"),
    "unit": later("Mottagningens namn i stället för personens"),
}


def account_words(values: Values) -> Sequence[Line]:
    """Return the state of an account in words."""
    state = STATES.get(str(values.get("state", "")), "")
    return [(str(values.get("name", "")), _(state) if state else "")]


def shown_words(values: Values) -> Sequence[Line]:
    """Return how residents see somebody, in words."""
    of = str(values.get("of", ""))
    shown = SHOW_AS.get(str(values.get("show_as", "")), "")
    lines = [
        (_("namn"), str(values.get("name", ""))),
        (_("titel"), str(values.get("title", ""))),
        (_("skyddad identitet"), _("ja") if values.get("protected") else _("nej")),
        (_("invånare ser"), _(shown) if shown else ""),
        (_("signatur"), str(values.get("signature", ""))),
    ]
    return [(f"{of}, {label}", text) for label, text in lines]


#: The directory's columns in words.
_COLUMNS = {
    "number": later("personnummer"),
    "number_kind": later("slag av nummer"),
    "birth_date": later("födelsedatum"),
    "sex": later("kön"),
    "given_name": later("förnamn"),
    "family_name": later("efternamn"),
    "title": later("titel"),
    "email": later("e-post"),
    "phone": later("telefon"),
    "protected": later("skyddad identitet"),
    "units": later("mottagning"),
}


def column_name(column: str) -> str:
    """Return what a column of the directory is called."""
    return _(_COLUMNS[column])
