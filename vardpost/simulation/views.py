"""Prova en ändring: the form, and what it would have done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.cases.queries.trial import FEWEST
from vardpost.kernel import clock
from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput
from vardpost.onboarding.views.place import unit_here
from vardpost.policy.permissions import Permission
from vardpost.shell import dates
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.simulation import form
from vardpost.simulation.actions import Tried, try_change
from vardpost.simulation.queries import MOST, Month
from vardpost.simulation.replay import Figures, Why
from vardpost.simulation.timeline import Change, Timeline
from vardpost.units.views.here import here
from vardpost.units.words import day_names

#: Says a number: as it is, or hidden when it is small.
Say = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of figures, as text."""

    name: str
    cases: str
    other_first: str
    other_final: str
    before: str
    after: str
    refused: str


@staff(Permission.UNIT_EDIT)
@require_safe
def of_unit(request: HttpRequest, unit: str) -> HttpResponse:
    """Try a change at one's own unit."""
    actor, place = here(request, unit)
    return _page(request, actor, place, Permission.UNIT_EDIT, "simulation/unit.html", str)


@staff(Permission.OVERVIEW_READ)
@require_safe
def of_region(request: HttpRequest, region: str, slug: str) -> HttpResponse:
    """Try a change at a unit of one's region: numbers under five are not told."""
    actor, place = unit_here(request, region, slug, Permission.OVERVIEW_READ)
    return _page(request, actor, place, Permission.OVERVIEW_READ, "simulation/region.html", _hidden)


def _hidden(number: int) -> str:
    return str(number) if number >= FEWEST else f"<{FEWEST}"


def _page(
    request: HttpRequest,
    actor: Actor,
    unit: UnitRef,
    permission: Permission,
    template: str,
    say: Say,
) -> HttpResponse:
    today, query = clock.today(), request.GET
    chosen = form.period(query, today)
    asked = form.TRIED in query
    errors: dict[str, str] = {}

    def read(found: Month) -> Change:
        if not asked:
            return Change()
        try:
            return form.parse(query, found.book, found.promises, _listed(found, chosen))
        except BadInput as error:
            errors.update(error.errors)
            return Change()

    tried = try_change(
        actor=actor, unit=unit, permission=permission, moments=chosen.moments, read=read
    )
    promises = tried.month.promises
    fields = (
        form.typed(query, tried.month.book, promises)
        if asked
        else form.shown(tried.month.book, promises)
    )
    lang = language()
    context = {
        "unit": unit,
        "base": f"/r/{unit.region_id}",
        "fields": fields,
        "errors": errors,
        "period": chosen.key,
        "periods": form.named(lang, today),
        "day_names": day_names(),
        "promises": [(one.key, one.title.of(lang)) for one in promises if one.active and one.open],
        "kinds": [(one.key, one.title.of(lang)) for one in promises if one.active],
        "stops": _stops(),
        "closings": [
            (key, _closing(line, lang)) for key, line in _listed(tried.month, chosen).items()
        ],
        "changed": bool(tried.change),
        "ways": _ways(tried.change),
        "most": MOST if tried.month.cut else 0,
        **_figures(tried, say, lang),
    }
    return render(request, template, context, status=422 if errors else 200)


def _listed(found: Month, chosen: form.Period) -> Mapping[str, Timeline]:
    """Return the closings that stand and touch the days looked at."""
    since, until = chosen.since.isoformat(), chosen.until.isoformat()
    return {
        key: line
        for key, line in found.book.closings.items()
        if line.last and line.last["starts_on"] < until and line.last["ends_on"] >= since
    }


def _closing(line: Timeline, lang: str) -> str:
    first, last = (date.fromisoformat(line.last[name]) for name in ("starts_on", "ends_on"))
    return f"{dates.plain_span(first, last, lang)}: {line.last.get('reason_sv', '')}"


def _stops() -> list[tuple[str, str]]:
    return [
        ("stangt", _("Stängt, och inga nya ärenden")),
        ("stangt-oppet", _("Stängt, men nya ärenden tas emot")),
        ("paus", _("Öppet, men inga nya ärenden")),
    ]


def _ways(change: Change) -> list[tuple[str, str]]:
    """Return the pages on which the change is made for real."""
    pages = [
        (change.hours is not None, "oppettider", _("Öppettider")),
        (bool(change.gone or change.closing), "stangt", _("Stängt och pauser")),
        (change.limit is not None, "belastning", _("När många väntar")),
        (bool(change.promises), "arendetyper", _("Ärendetyper")),
    ]
    return [(path, title) for differs, path, title in pages if differs]


def _figures(tried: Tried, say: Say, lang: str) -> dict[str, Any]:
    told = tried.told
    titles = {one.key: one.title.of(lang) for one in tried.month.promises}
    every = _line(_("Alla"), told.all, say)
    types = sorted(told.by_type.items(), key=lambda pair: titles.get(pair[0], pair[0]))
    return {
        "every": every,
        "tables": [
            (
                _("Ärendetyp"),
                _("Per ärendetyp"),
                [*(_line(titles.get(key, key), one, say) for key, one in types), every],
            ),
            (
                _("Veckodag"),
                _("Per veckodag då ärendet skickades"),
                [
                    *(
                        _line(day_names()[day], one, say)
                        for day, one in sorted(told.by_weekday.items())
                    ),
                    every,
                ],
            ),
        ],
        "busy": (say(told.all.busy), say(told.all.busy_then)),
        "any_busy": bool(told.all.busy or told.all.busy_then),
        "like": say(told.all.cases),
        "unlike": [(say(number), _why(why)) for why, number in sorted(told.unlike.items())],
    }


def _line(name: str, one: Figures, say: Say) -> Line:
    return Line(
        name,
        say(one.cases),
        say(one.other_first),
        say(one.other_final),
        _share(one.kept, one.judged, say),
        _share(one.kept_then, one.judged_then, say),
        say(one.refused),
    )


def _share(kept: int, judged: int, say: Say) -> str:
    """Return a share in whole percent, rounded down; a dash where it would be of too few."""
    few = FEWEST if say is _hidden else 1
    return f"{kept * 100 // judged} %" if judged >= few else "–"


def _why(why: Why) -> str:
    return {
        Why.PROMISE: _("svarstiden var en annan än ändringarna säger"),
        Why.HOURS: _("öppettiderna eller stängda dagar var andra än ändringarna säger"),
        Why.STOPPED: _("nya ärenden var stoppade den dagen, enligt ändringarna"),
    }[why]
