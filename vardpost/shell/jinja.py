"""The Jinja2 environment of every page: autoescape, gettext, and a handful of globals."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from vardpost.kernel.clock import now, today
from vardpost.shell import administration, dates, marks
from vardpost.shell.known import Known, KnownCalls, PageGenerator, shown
from vardpost.shell.marks import icon, initials


def language() -> str:
    """Return the language of the page being made: `sv` or `en`."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


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


def emergency(text: str) -> Markup:
    """Return a text where 112 and 1177 are links that call."""
    link = r'<a class="ds-link" href="tel:\1">\1</a>'
    return Markup(re.sub(r"\b(1177|112)\b", link, str(escape(text))))  # noqa: S704  # escaped first


def _spoken(function: Callable[[datetime, datetime, str], str]) -> Callable[[datetime], str]:
    """Bind a function of `dates` to the present moment and the page's language."""
    return lambda moment: function(moment, now(), language())


FILTERS: dict[str, Callable[..., Any]] = {
    "when": _spoken(dates.when),
    "row_when": _spoken(dates.row_when),
    "deadline": _spoken(dates.deadline),
    "starts": _spoken(dates.starts),
    "latest": _spoken(dates.latest),
    "exactly": lambda moment: dates.exactly(moment, language()),
    "clock": lambda moment: dates.clock(moment, language()),
    "day": lambda value: dates.day(value, language(), today()),
    "plain_day": lambda value: dates.plain_day(value, language(), today()),
    "full_day": lambda value: dates.full_day(value, language()),
    # Of a moment, and by the clock of Sweden: what begins at midnight there is of that day.
    "on_day": lambda moment: dates.full_day(dates.local(moment).date(), language()),
    "age": lambda born: dates.age(born, today(), language()),
    "span": lambda length: dates.span(length, language()),
    "number": lambda value: dates.number(value, language()),
    "sentence": dates.sentence,
    "initials": initials,
    "paragraphs": paragraphs,
    "tel": tel,
    "emergency": emergency,
    "iso": lambda moment: moment.isoformat(timespec="seconds"),
}


class KeptTemplate(Template):
    """A template whose macros are made once, not compared with the context at each import."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            self._module = self.make_module()
        return self._module

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Make the page. All its forms share one token, made when the first of them asks."""
        context = dict(*args, **kwargs)
        if "csrf_input" in context:
            context["csrf_input"] = SimpleLazyObject(context["csrf_input"].__str__)
        return super().render(context)


class PageEnvironment(Environment):
    """Jinja2 as the house uses it, for pages in one language."""

    template_class = KeptTemplate
    code_generator_class = PageGenerator
    shown = staticmethod(shown)

    def __init__(self, **options: Any) -> None:
        """Keep the pieces that are the same for everybody."""
        super().__init__(**options)
        self.pieces: dict[tuple[str, str], Markup] = {}
        self.known: dict[str, Known] = {"_": gettext, "icon": icon, "static": marks.asset}
        if not self.auto_reload:
            self.known["piece"] = self.piece

    def piece(self, name: str, variant: str = "") -> Markup:
        """Return a piece of furniture that depends on language and `variant` alone, made once."""
        key = (name, variant)
        made = self.pieces.get(key)
        if made is None:
            made = Markup(self.get_template(name).render(variant=variant))  # noqa: S704  # a template's own escaped output
            if not self.auto_reload:
                self.pieces[key] = made
        return made

    def _generate(self, source: nodes.Template, *args: Any, **named: Any) -> str:
        """Compile a page with what is known of it already made: Jinja2's own hook for that."""
        return super()._generate(KnownCalls(self, self.known).visit(source), *args, **named)


class Pages:
    """The pages of the house in each language; the one that is wanted is the request's."""

    def __init__(self, by_language: Mapping[str, PageEnvironment]) -> None:
        """Take an environment for each language."""
        self.by_language = by_language

    def get_template(self, name: str) -> Template:
        """Return a page in the language of the request."""
        return self.by_language[language()].get_template(name)

    def from_string(self, source: str) -> Template:
        """Return a page from its source, in the language of the request."""
        return self.by_language[language()].from_string(source)


def environment(**options: Any) -> Pages:
    """Return the environment Django's Jinja2 backend asks for."""
    return Pages({one: _environment(**options) for one in ("sv", "en")})


def _environment(**options: Any) -> PageEnvironment:
    """Return the environment of one language; nothing in it says which, the first request does.

    Each room keeps its pages in its own `templates` folder. An unknown name in a page is an
    error, so that a misspelt one is found by the first test and not by a patient.
    """
    folders = [f"{app.path}/templates" for app in apps.get_app_configs()]
    options |= {"loader": FileSystemLoader(folders), "undefined": StrictUndefined}
    options["autoescape"] = True
    env = PageEnvironment(
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(
        static=marks.asset,
        url=url,
        icon=icon,
        marks=marks,
        language=language,
        now=now,
        piece=env.piece,
        administration=administration.rail,
    )
    env.filters.update(FILTERS)
    return env
