"""Villkor: the texts of a unit, one of them, an older version, and old words in all of them.

One text has the same page at a unit and at the office that owns the type (`home`); the nation's
texts are read by a region.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.casetypes import actions
from vardpost.casetypes.actions.terms_words import decline_words, take_words
from vardpost.casetypes.forms import terms as form
from vardpost.casetypes.lix import HARD, lix
from vardpost.casetypes.placeholders import NAMES
from vardpost.casetypes.queries import filled_terms, terms, type_to_edit
from vardpost.casetypes.queries.filled import Filled, Look, look
from vardpost.casetypes.queries.terms_desk import (
    TermsDesk,
    central_desk,
    terms_desk,
    terms_desks,
    terms_lines,
)
from vardpost.casetypes.queries.terms_proposed import Proposed, words_proposed
from vardpost.casetypes.queries.words_found import find_words
from vardpost.casetypes.views.home import Home, home
from vardpost.casetypes.word_change import Place
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, Moved, NotFound, WrongState
from vardpost.people.queries.staff import find_with_role, name_with_role
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page
from vardpost.units.views.here import here

#: Why something could not be done, by the fact `hinder` of `WrongState`.
HINDERS = {
    "locked": later("Texten är bestämd centralt, så mottagningen kan inte ändra den."),
    "planned": later("En ny text är redan planerad. Ta tillbaka den först."),
    "same": later("Det är samma text som gäller nu."),
    "no_plan": later("Ingen text är planerad längre."),
    "settled": later("Förslaget är redan besvarat eller tillbakataget."),
    "gone": later("Texten har inte orden längre."),
}
_MOVED = later("En kollega ändrade villkoren nyss. Ingenting har ändrats. Läs dem igen.")
#: More is no word that anybody looks for.
_MOST_TYPED = 80
#: A unit with more people than this gets a search in the place of a list.
_PEOPLE = 12


@staff(Permission.UNIT_EDIT)
@require_safe
def all_terms(request: HttpRequest, unit: str) -> HttpResponse:
    """Show every text of the unit: whose it is, its version, what is planned or late."""
    _actor, place = here(request, unit)
    lines = [(one, one.title.of(language()), lix(one.body.sv)) for one in terms_desks(place.id)]
    proposed = {one.case_type_id for one in words_proposed(place.id)}
    context = {"unit": place, "lines": lines, "hard": HARD, "proposed": proposed}
    return render(request, "casetypes/admin_terms.html", context)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A text at its owner: whose the page is, and how everything stands."""

    home: Home
    desk: TermsDesk

    @property
    def unit_id(self) -> UUID | None:
        """The unit, none at an office."""
        return self.home.unit.id if self.home.unit else None

    @property
    def base(self) -> str:
        """The address of the text's page."""
        if self.home.unit is not None:
            return f"/m/{self.home.unit.slug}/admin/villkor/{self.desk.case_type_id}"
        return f"{self.home.base}/{self.desk.case_type_id}/villkor"

    @property
    def named(self) -> dict[str, Any]:
        """Who does it to what, as the verbs ask for it."""
        return {
            "actor": self.home.actor,
            "unit_id": self.unit_id,
            "case_type_id": self.desk.case_type_id,
        }


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def terms_text(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Show and keep one text: draft, look, publish now or on a day. Another's is read."""
    one = _opened(request, case_type_id, where)
    if not one.desk.open:
        if request.method == "POST" and one.unit_id is None:
            raise NotFound("the text of another office")  # a region reads the nation's, no more
        return _page(request, one, status=405 if request.method == "POST" else 200)

    def keep(asked: form.Asked, made_from: int) -> None:
        if asked.look:
            raise BadInput({})
        verb: Callable[..., None] = actions.save_terms_draft
        if not asked.draft:
            verb = partial(actions.publish_terms, at=asked.at)
        try:
            verb(version=made_from, work=asked.work, **one.named)
        except WrongState as error:
            raise BadInput({"sv": _hinder(error)}) from error

    fields = form.typed(request.POST) if request.method == "POST" else form.shown(one.desk)
    return settings_page(
        request,
        SettingsPage(
            template="casetypes/admin_terms_text.html",
            load=lambda: (form.shown(one.desk), one.desk.version),
            parse=form.parse,
            typed=form.typed,
            keep=keep,
            more={"looked": request.POST.get("gor") == "visa", **_around(one)},
            also=lambda: _looks(one, fields) | _owners(request, one, fields),
        ),
    )


@staff(Permission.UNIT_EDIT)
@require_POST
def answer(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Take words that an office proposes into the draft, or decline them."""
    one = _opened(request, case_type_id, {"unit": unit})
    proposal = form.person(request.POST.get("forslag", "")) or UUID(int=0)
    named: dict[str, Any] = {
        "actor": one.home.actor,
        "unit_id": one.unit_id,
        "proposal_id": proposal,
    }
    try:
        if request.POST.get("vad") == "ta":
            take_words(version=posted_version(request), **named)
        else:
            decline_words(**named)
    except (WrongState, Moved, BadInput) as error:
        return _refused(request, case_type_id, {"unit": unit}, error)
    return _back(one)


@staff(Permission.UNIT_EDIT)
@require_POST
def withdraw(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Take the planned text back into the draft."""
    one = _own(request, case_type_id, where)
    try:
        actions.withdraw_terms_plan(version=posted_version(request), **one.named)
    except (WrongState, Moved) as error:
        return _refused(request, case_type_id, where, error)
    return _back(one)


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def terms_version(
    request: HttpRequest, case_type_id: UUID, terms_id: UUID, **where: str
) -> HttpResponse:
    """Show a published text as residents read it; a post publishes it anew."""
    one = _opened(request, case_type_id, where)
    if request.method == "POST":
        one = _own(request, case_type_id, where)
        try:
            actions.roll_back_terms(version=posted_version(request), to=terms_id, **one.named)
        except (WrongState, Moved, BadInput) as error:
            return _refused(request, case_type_id, where, error)
        return _back(one)
    lines = terms_lines(one.unit_id, one.desk)
    line = next((line for line in lines if line.id == terms_id), None)
    if line is None:
        raise NotFound("terms text")
    context = {
        "unit": one.home.unit,
        "home": one.home,
        "base": one.base,
        "desk": one.desk,
        "line": line,
        "texts": [_published(one, terms_id, lang) for lang in ("sv", "en")],
    }
    return render(request, "casetypes/admin_terms_version.html", context)


@staff(Permission.UNIT_EDIT)
@require_safe
def search(request: HttpRequest, unit: str) -> HttpResponse:
    """Show where the unit's texts say some words, such as a name that is no longer used."""
    _actor, place = here(request, unit)
    wanted = typed.one_line(typed.kept(request.GET.get("q", "")[: _MOST_TYPED * 4]))[:_MOST_TYPED]
    hits = find_words(wanted, unit_id=place.id) if len(wanted) > 1 else []
    context = {"unit": place, "q": wanted, "hits": hits, "short": len(wanted) == 1}
    return render(request, "casetypes/admin_terms_search.html", context)


def _opened(request: HttpRequest, case_type_id: UUID, where: Mapping[str, str]) -> _Opened:
    """Return a text that the owner of the address may read. Raises `NotFound` for every other."""
    place = home(request, **where)
    if place.unit is not None:
        return _Opened(place, terms_desk(place.unit.id, case_type_id))
    owner = type_to_edit(case_type_id).owner
    if not place.sees(owner):
        raise NotFound("terms text")
    desk = central_desk(case_type_id)
    return _Opened(place, desk if place.owns(owner) else replace(desk, open=False, draft=None))


def _own(request: HttpRequest, case_type_id: UUID, where: Mapping[str, str]) -> _Opened:
    """Return a text of an address that may change it. Raises `NotFound` where an office reads."""
    one = _opened(request, case_type_id, where)
    if one.home.unit is None and not one.desk.open:
        raise NotFound("terms text of another office")
    return one


def _page(request: HttpRequest, one: _Opened, *, status: int = 200, told: str = "") -> HttpResponse:
    fields = form.shown(one.desk)
    context = {
        "fields": fields,
        "version": one.desk.version,
        "errors": {},
        "told": told,
        **_around(one),
        **_looks(one, fields),
        **_owners(request, one, fields),
    }
    return render(request, "casetypes/admin_terms_text.html", context, status=status)


def _refused(
    request: HttpRequest,
    case_type_id: UUID,
    where: Mapping[str, str],
    error: WrongState | Moved | BadInput,
) -> HttpResponse:
    told = _hinder(error) if isinstance(error, WrongState) else _(_MOVED)
    if isinstance(error, BadInput):
        told = next(iter(error.errors.values()), "")
    one = _opened(request, case_type_id, where)
    return _page(request, one, status=error.status, told=told)


def _around(one: _Opened) -> dict[str, Any]:
    return {
        "unit": one.home.unit,
        "home": one.home,
        "base": one.base,
        "desk": one.desk,
        "title": one.desk.title.of(language()) or one.desk.title.sv,
        "published": terms_lines(one.unit_id, one.desk),
        "placeholders": [f"{{{{{name}}}}}" for name in NAMES],
        "hard": HARD,
        "proposed": _proposed(one),
    }


def _proposed(one: _Opened) -> list[tuple[Proposed, str, list[tuple[str, Place]]]]:
    """Return the changes of words that wait for the unit's answer: whose, and where they stand."""
    if one.unit_id is None or not one.desk.open:
        return []
    body = one.desk.written
    return [
        (
            asked,
            asked.office or _("nationell förvaltning"),
            [(lang, place) for lang in ("sv", "en") for place in asked.words.places(body.of(lang))],
        )
        for asked in words_proposed(one.unit_id)
        if asked.case_type_id == one.desk.case_type_id
    ]


def _owners(request: HttpRequest, one: _Opened, fields: Mapping[str, str]) -> dict[str, Any]:
    """Return whom one may choose as the owner: all of a small unit, else those a search finds."""
    if one.unit_id is None:
        return {"owners": False}
    unit_id, desk = one.unit_id, one.desk
    everybody = find_with_role(unit_id, "", _PEOPLE + 1)
    searched = len(everybody) > _PEOPLE
    words = typed.one_line(typed.kept(fields["owner_q"][: _MOST_TYPED * 4]))[:_MOST_TYPED]
    found = everybody if not searched else []
    if searched and words:
        found = find_with_role(unit_id, words, _PEOPLE + 1)
    people = {str(key): (name, title) for key, name, title in found[:_PEOPLE]}
    chosen = fields["owner"]
    if chosen and chosen not in people:
        held = {str(desk.owner_id): (desk.owner_name, "")} if desk.owner_id else {}
        known = {str(key): (name, title) for key, name, title in _named(unit_id, chosen)}
        people = {key: who for key, who in (held | known).items() if key == chosen} | people
    return {
        "owners": True,
        "people": [(key, name, title) for key, (name, title) in people.items()],
        "listed": [(key, name) for key, (name, _title) in people.items()],
        "searched": searched,
        "words": words,
        "found": len(found),
        "most": _PEOPLE,
        "sought": request.POST.get("gor") == form.SEARCH,
    }


def _named(unit_id: UUID, person: str) -> list[tuple[UUID, str, str]]:
    """Return a person of the unit by id, as a search would."""
    person_id = form.person(person)
    name = name_with_role(unit_id, person_id) if person_id else None
    return [(person_id, name, "")] if person_id and name else []


def _looks(one: _Opened, fields: Mapping[str, str]) -> dict[str, Any]:
    """Return the text as residents will read it, in both languages, and its LIX.

    At an office the placeholders stay as they are: each unit fills in its own.
    """
    texts = [
        Look(lang, fields[lang])
        if one.unit_id is None
        else look(fields[lang], one.unit_id, lang, one.desk.first_days)
        for lang in ("sv", "en")
    ]
    return {"looks": texts, "lix": lix(fields["sv"])}


def _published(one: _Opened, terms_id: UUID, lang: str) -> Look | Filled:
    if one.unit_id is None:
        return Look(lang, terms(terms_id).body.of(lang))
    return filled_terms(terms_id, one.unit_id, lang, lambda: one.desk.first_days)


def _hinder(error: WrongState) -> str:
    return _(HINDERS.get(str(error.facts.get("hinder")), later("Det gick inte just nu.")))


def _back(one: _Opened) -> HttpResponse:
    return HttpResponseRedirect(f"{one.base}?sparat=1", status=303)
