"""What residents are told of when a unit answers and takes new cases. Nothing is silent."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.cases.queries.intake import Standing
from vardpost.shell.dates import plain_day, plain_span, sentence
from vardpost.shell.jinja import language
from vardpost.units.queries.intake import Elsewhere


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a unit tells about new cases, and where to turn instead."""

    title: str
    text: str
    instead: Elsewhere | None


def promise_words(days: int) -> str:
    """Return how soon the unit answers."""
    words = ngettext("Svar inom {n} vardag", "Svar inom {n} vardagar", days)
    return words.replace("{n}", str(days))


def offer_words(intake: Standing, case_type: str, days: int) -> str:
    """Return how soon the unit answers now, or that it takes no new cases of this type."""
    stop = intake.stopped(case_type)
    if stop is None:
        return promise_words(days + intake.extra_days)
    if stop.for_good:
        return _("Tar inte emot nya ärenden")
    last = plain_day(stop.ends_on, language(), intake.today)
    return _("Tar inte emot nya ärenden till och med {dag}").replace("{dag}", last)


def intake_words(intake: Standing) -> list[Told]:
    """Return what residents are told of closings, pauses and long waits: nothing is silent."""
    lang, told = language(), []
    for stop in intake.soon():
        if stop.case_type:
            continue  # told at the case type
        if stop.for_good:
            title = _first_day(stop.starts_on, intake.today)
            told.append(Told(title, stop.reason(lang), stop.alternative))
            continue
        when = plain_span(stop.starts_on, stop.ends_on, lang, intake.today)
        title = _("Stängt {dagar}.") if stop.stops_clock else _("Inga nya ärenden {dagar}.")
        after = (
            _("Du kan skriva, och vi läser när vi öppnar igen.") if not stop.stops_intake else ""
        )
        told.append(
            Told(
                title.replace("{dagar}", when),
                f"{sentence(stop.reason(lang)).rstrip('.')}. {after}".strip(),
                stop.alternative,
            )
        )
    if intake.busy:
        text = _("Därför tar svaren längre tid än vanligt.") if intake.extra_days else ""
        told.append(Told(_("Just nu väntar många på svar."), text, intake.instead))
    return told


def _first_day(starts_on: date, today: date) -> str:
    """Return from when a unit that closes takes no new cases."""
    if starts_on <= today:
        return _("Inga nya ärenden.")
    day = plain_day(starts_on, language(), today)
    return _("Inga nya ärenden från {dag}.").replace("{dag}", day)
