"""Hitta en mottagning: the list, and the page of one unit. Staff see them as residents do."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.cases.queries.intake import standing
from vardpost.cases.views.resident_intake import intake_words, offer_words
from vardpost.cases.views.resident_page import ids, named, residents, who
from vardpost.cases.views.resident_suggested import suggested
from vardpost.casetypes import queries as casetypes
from vardpost.kernel import clock, typed
from vardpost.kernel.actor import Actor, ResidentRef
from vardpost.kernel.errors import NotFound
from vardpost.kernel.tenancy import Thing
from vardpost.linked.queries import services_at
from vardpost.people.queries import for_catchment
from vardpost.policy.check import can, require
from vardpost.policy.permissions import Permission
from vardpost.shell.access import quiet, resident_or_staff
from vardpost.shell.jinja import language
from vardpost.units import queries as units
from vardpost.units.catchment import Row, Someone, Why, why_not
from vardpost.units.models import UnitKind
from vardpost.units.opening import Today, today_text, week_text
from vardpost.units.queries import UnitCard, Wanted
from vardpost.units.queries.ending import moved_to
from vardpost.units.words import kind_name, kind_names

#: Longer than any unit's name; more is not a name.
_MOST_TYPED = 80
_OLDEST = 199
_PUBLIC = (
    "what a unit is and offers, which anyone may know; of people only oneself and one's children"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A unit with what the page says of it; `fits` are those it admits among the actor's people."""

    unit: UnitCard
    kind: str
    hours: str
    today: Today
    fits: tuple[ResidentRef, ...]
    why: str

    @property
    def only_for(self) -> str:
        """`Elsa, 7 år` when it admits a child but not the actor, else nothing."""
        if not self.fits or any(one.capacity == "self" for one in self.fits):
            return ""
        return _(" och ").join(named(one) for one in self.fits)


@quiet(_PUBLIC)
@resident_or_staff(Permission.UNIT_READ)
@require_safe
def find_unit(request: HttpRequest) -> HttpResponse:
    """Show the units that admit the resident or a child; by name, the others too, and why not.

    Staff see every unit that they may see, whomever it admits.
    """
    actor = who(request)
    scope = require(actor, Permission.UNIT_READ)
    people = for_catchment(ids(actor))
    words = typed.one_line(typed.kept(request.GET.get("q", "")[: _MOST_TYPED * 4]))[:_MOST_TYPED]
    places = units.places(scope)
    wanted = Wanted(
        tuple(words.split()),
        _known(request.GET.get("ort", ""), [code for code, _name in places]),
        _known(request.GET.get("typ", ""), list(UnitKind.values)),
    )
    after = _cursor(request.GET.get("efter", ""))
    those = None if actor.is_staff else list(people.values())
    found, more = units.find(wanted, those, clock.today(), after, scope=scope)
    own = {one.municipality for one in people.values() if not one.protected}
    return render(
        request,
        "cases/resident_units.html",
        {
            "actor": actor,
            "q": words,
            "wanted": wanted,
            "places": places,
            "near": [place for place in places if place[0] in own],
            "kinds": kind_names(),
            "found": [_found(actor, unit, people) for unit in found],
            "more": str(found[-1].id) if more else "",
            "filtered": bool(words or wanted.municipality or wanted.kind),
            "later": "efter" in request.GET,
            "suggested": suggested(list(people.values()))
            if wanted == Wanted() and not after
            else [],
        },
    )


@quiet(_PUBLIC)
@resident_or_staff(Permission.UNIT_READ)
@require_safe
def unit_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a unit: hours, contact, and what one can do there, or why one cannot."""
    actor = who(request)
    try:
        found = look_up(actor, slug)
    except NotFound:  # asked only then: a page of a unit that is open costs nothing more
        moved = moved_to(slug)
        if moved is None:
            raise
        context = {"moved": moved, "at": "/mottagningar"}
        return render(request, "cases/resident_moved.html", context, status=410)
    offers = casetypes.offered(found.unit.id, ids(actor))
    unit = found.unit
    intake = standing(unit.id, clock.today())
    english = language() == "en" and bool(unit.about_en)
    return render(
        request,
        "cases/resident_unit.html",
        {
            "actor": actor,
            "found": found,
            "accent": found.unit.accent,
            "about": unit.about_en if english else unit.about_sv,
            "about_lang": "en" if english else "sv",
            "news": intake_words(intake),
            "links": services_at(unit.id, language()),
            "offers": [
                (offer.slug, offer, offer_words(intake, offer.key, offer.first_days))
                for offer in offers
            ],
        },
    )


def look_up(actor: Actor, slug: str) -> Found:
    """Return a live unit as the actor sees it. Raises `NotFound`, also outside the scope."""
    unit = units.unit_by_slug(slug)
    if unit is None or not can(actor, Permission.UNIT_READ, Thing(unit.region_id, unit.id)):
        raise NotFound(f"unit {slug[:80]}")
    return _found(actor, unit, for_catchment(ids(actor)))


def why_words(why: Why, unit: UnitCard) -> str:
    """Return in a sentence why the unit is not for somebody."""
    if why is Why.PLACE:
        return _("Bara för den som bor i {plats}.").replace("{plats}", unit.area)
    if why is Why.AGE:
        return _("Bara för den som är {alder}.").replace("{alder}", _ages(unit.catchment))
    if why is Why.SEX:
        only = next((row.sex for row in unit.catchment if row.sex), "")
        return _("Bara för kvinnor.") if only == "woman" else _("Bara för män.")
    if why is Why.PROTECTED:
        return _(
            "Mottagningen är för den som bor i ett visst område. Du har skyddade uppgifter, "
            "så vi kan inte se var du bor. Ring mottagningen, så hjälper de dig."
        )
    if not unit.phone:
        return _("Mottagningen tar inte emot ärenden här än.")
    return _("Mottagningen tar inte emot ärenden här än. Ring dem i stället.")


def _found(actor: Actor, unit: UnitCard, people: dict[UUID, Someone]) -> Found:
    lang, now = language(), clock.now()
    week = units.week(unit.hours)
    closed = units.closed_days(clock.today(), unit.hours, closed_on_eves=unit.closed_on_eves)
    mine = [one for one in residents(actor) if one.id in people]
    reasons = {one.id: why_not(unit.catchment, people[one.id], clock.today()) for one in mine}
    fits = tuple(one for one in mine if reasons[one.id] is None)
    first = next((why for why in reasons.values() if why is not None), None)
    return Found(
        unit,
        kind_name(unit.kind),
        week_text(week, lang) if units.hours_told(unit.hours) else "",
        today_text(week, closed, now, lang),
        fits,
        why_words(first, unit) if first and not fits else "",
    )


def _ages(rows: tuple[Row, ...]) -> str:
    area = [row for row in rows if not row.person]
    least = min((row.age_from for row in area), default=0)
    most = max((row.age_to for row in area), default=_OLDEST)
    if most >= _OLDEST:
        return _("{n} år eller äldre").replace("{n}", str(least))
    if not least:
        return _("högst {n} år").replace("{n}", str(most))
    return _("{fran}–{till} år").replace("{fran}", str(least)).replace("{till}", str(most))


def _known(value: str, known: list[str]) -> str:
    return value if value in known else ""


def _cursor(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
