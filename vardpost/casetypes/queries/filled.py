"""A terms text as one unit's resident meets it: placeholders filled in, and what was accepted."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import ngettext
from markupsafe import Markup

from vardpost.casetypes.placeholders import fill, used
from vardpost.casetypes.queries.published import Terms, terms
from vardpost.casetypes.reading import content_hash
from vardpost.casetypes.terms import html
from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.shell.jinja import tel
from vardpost.units.opening import week_text
from vardpost.units.queries import HOURS, week


@dataclass(frozen=True, slots=True)
class Filled:
    """A terms text in one language with its placeholders filled in."""

    terms: Terms
    lang: str
    body: str

    @property
    def hash(self) -> str:
        """The hash of exactly what is shown; stored with the case that accepted it."""
        return content_hash(self.body)

    @property
    def is_source(self) -> bool:
        """Whether nothing was filled in: the published text is what is shown."""
        return self.body == self.terms.body.of(self.lang)

    def html(self, level: int = 3) -> Markup:
        """Return the text for a page; drawn by `casetypes/_terms.html`."""
        return Markup(html(self.body, level))  # noqa: S704  # sanitised there


@dataclass(frozen=True, slots=True)
class Look:
    """A text that nobody has accepted, as it would be read."""

    lang: str
    body: str

    def html(self, level: int = 3) -> Markup:
        """Return the text for a page; drawn by `casetypes/_terms.html`."""
        return Markup(html(self.body, level))  # noqa: S704  # sanitised there


def look(body: str, unit_id: UUID, lang: str, days: int) -> Look:
    """Return a text as residents of the unit would read it now, for a preview."""
    return Look(lang, fill_in(body, unit_id, lang, lambda: days))


def filled_terms(terms_id: UUID, unit_id: UUID, lang: str, days: Callable[[], int]) -> Filled:
    """Return a terms text as the unit's residents read it now. Raises `NotFound`.

    `days` is asked for the weekdays until a first answer when the text tells them. One statement
    when the text has placeholders; none otherwise, once the process has met the text.
    """
    found = terms(terms_id)
    return Filled(found, lang, fill_in(found.body.of(lang), unit_id, lang, days))


def fill_in(body: str, unit_id: UUID, lang: str, days: Callable[[], int]) -> str:
    """Return any text with the unit's values in its placeholders."""
    names = used(body)
    return fill(body, unit_values(unit_id, lang, days, names)) if names else body


def unit_values(
    unit_id: UUID, lang: str, days: Callable[[], int], names: list[str]
) -> dict[str, str]:
    """Return what a unit's placeholders say, by name. Raises `NotFound` for no such unit."""
    row = db.fetch_one(
        f"select u.name, u.phone, {HOURS}, r.name from care_unit u "
        "join region r on r.code = u.region_id where u.id = %s",
        [unit_id],
    )
    if row is None:
        raise NotFound("unit")
    name, phone, hours, region = row
    values = {
        "mottagning": name,
        "telefon": phone,
        "tel:telefon": tel(phone),
        "oppettider": week_text(week(hours), lang),
        "region": region,
    }
    if "svar_inom" in names:
        within = days()
        with translation.override(lang):
            words = ngettext("{n} vardag", "{n} vardagar", within)
        values["svar_inom"] = words.replace("{n}", str(within))
    return values


def accepted_terms(terms_id: UUID, lang: str, shown: str) -> Filled | None:
    """Return the text that a case was sent under, exactly as it was shown, by its hash.

    None when the hash leads to no text, which no case of the product's own making has. A case
    without a hash is older than placeholders: the published text is what was shown. Raises
    `NotFound` for no such text.
    """
    found = terms(terms_id)
    body = found.body.of(lang)
    if shown and content_hash(body) != shown:
        row = db.fetch_one("select body from terms_shown where hash = %s", [shown])
        if row is None or content_hash(row[0]) != shown:
            return None
        body = row[0]
    return Filled(found, lang, body)
