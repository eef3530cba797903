"""The Jinja2 environment of every page: autoescape, gettext, and a handful of globals."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.apps import apps
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from vardpost.kernel.clock import now
from vardpost.shell import dates, words

#: Loaded at every page, so the address is looked up once a process.
asset = cache(static)


def language() -> str:
    """Return the language of the page being made: `sv` or `en`."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@cache
def icon(name: str, label: str = "", css: str = "ic") -> Markup:
    """Return a symbol of the sprite. Without a label it is hidden from assistive technology."""
    role = Markup('role="img" aria-label="{}"').format(label)
    role = role if label else Markup('aria-hidden="true"')
    return Markup('<svg class="{}" {} focusable="false"><use href="{}#{}"/></svg>').format(
        css, role, asset("icons.svg"), name
    )


@cache
def initials(name: str) -> str:
    """Return first and last initial of a name: `Maria Ek` gives `ME`."""
    parts = [part for part in name.split() if part[0].isalpha()]
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper() if parts else "?"


def paragraphs(text: str) -> Markup:
    """Return typed text as escaped paragraphs: a blank line parts them, a line end is kept."""
    blocks = (block.strip("\n") for block in text.replace("\r\n", "\n").split("\n\n"))
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(map(escape, block.split("\n"))))
        for block in blocks
        if block.strip()
    )


def tel(number: str) -> str:
    """Return a telephone number as a link wants it: `0980-319 225` gives `+46980319225`."""
    plain = "".join(char for char in number if char.isdigit() or char == "+")
    return f"+46{plain[1:]}" if plain.startswith("0") and not plain.startswith("00") else plain


def _today() -> date:
    return dates.local(now()).date()


def _spoken(function: Callable[[datetime, datetime, str], str]) -> Callable[[datetime], str]:
    """Bind a function of `dates` to the present moment and the page's language."""
    return lambda moment: function(moment, now(), language())


FILTERS: dict[str, Callable[..., Any]] = {
    "when": _spoken(dates.when),
    "row_when": _spoken(dates.row_when),
    "deadline": _spoken(dates.deadline),
    "exactly": lambda moment: dates.exactly(moment, language()),
    "clock": lambda moment: dates.clock(moment, language()),
    "day": lambda value: dates.day(value, language(), _today()),
    "plain_day": lambda value: dates.plain_day(value, language(), _today()),
    "full_day": lambda value: dates.full_day(value, language()),
    "age": lambda born: dates.age(born, _today(), language()),
    "span": lambda length: dates.span(length, language()),
    "number": lambda value: dates.number(value, language()),
    "sentence": dates.sentence,
    "initials": initials,
    "paragraphs": paragraphs,
    "tel": tel,
    "iso": lambda moment: moment.isoformat(timespec="seconds"),
}


def environment(**options: Any) -> Environment:
    """Return the environment Django's Jinja2 backend asks for.

    Each room keeps its pages in its own `templates` folder. An unknown name in a page is an
    error, so that a misspelt one is found by the first test and not by a patient.
    """
    folders = [f"{app.path}/templates" for app in apps.get_app_configs()]
    options |= {"loader": FileSystemLoader(folders), "undefined": StrictUndefined}
    options["autoescape"] = True
    env = Environment(  # noqa: S701  # it is on, two lines up
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        static=asset,
        url=url,
        icon=icon,
        language=language,
        status_words=words.status,
        sla_words=words.sla,
        now=now,
        partial=partial,
    )
    env.filters.update(FILTERS)
    return env
