"""Villkor: the texts of a unit, one of them, an older version, and old words in all of them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.casetypes import actions
from vardpost.casetypes.forms import terms as form
from vardpost.casetypes.lix import HARD, lix
from vardpost.casetypes.placeholders import NAMES
from vardpost.casetypes.queries import filled_terms
from vardpost.casetypes.queries.filled import Look, look
from vardpost.casetypes.queries.terms_desk import TermsDesk, terms_desk, terms_desks, terms_lines
from vardpost.casetypes.queries.words_found import find_words
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
    context = {"unit": place, "lines": lines, "hard": HARD}
    return render(request, "casetypes/admin_terms.html", context)


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def terms_text(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Show and keep one text: draft, look, publish now or on a day. A central one is read."""
    actor, place = here(request, unit)
    desk = terms_desk(place.id, case_type_id)
    if not desk.open:
        return _page(request, unit, desk, status=405 if request.method == "POST" else 200)

    def keep(asked: form.Asked, made_from: int) -> None:
        if asked.look:
            raise BadInput({})
        verb: Callable[..., None] = actions.save_terms_draft
        if not asked.draft:
            verb = partial(actions.publish_terms, at=asked.at)
        try:
            verb(
                actor=actor,
                unit_id=place.id,
                case_type_id=case_type_id,
                version=made_from,
                work=asked.work,
            )
        except WrongState as error:
            raise BadInput({"sv": _hinder(error)}) from error

    fields = form.typed(request.POST) if request.method == "POST" else form.shown(desk)
    return settings_page(
        request,
        SettingsPage(
            template="casetypes/admin_terms_text.html",
            load=lambda: (form.shown(desk), desk.version),
            parse=form.parse,
            typed=form.typed,
            keep=keep,
            more={"looked": request.POST.get("gor") == "visa", **_around(request, unit, desk)},
            also=lambda: _looks(request, unit, desk, fields) | _owners(request, unit, desk, fields),
        ),
    )


@staff(Permission.UNIT_EDIT)
@require_POST
def withdraw(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Take the planned text back into the draft."""
    actor, place = here(request, unit)
    try:
        actions.withdraw_terms_plan(
            actor=actor,
            unit_id=place.id,
            case_type_id=case_type_id,
            version=posted_version(request),
        )
    except (WrongState, Moved) as error:
        return _refused(request, unit, case_type_id, error)
    return _back(place.slug, case_type_id)


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def terms_version(
    request: HttpRequest, unit: str, case_type_id: UUID, terms_id: UUID
) -> HttpResponse:
    """Show a published text as residents read it; a post publishes it anew."""
    actor, place = here(request, unit)
    desk = terms_desk(place.id, case_type_id)
    if request.method == "POST":
        try:
            actions.roll_back_terms(
                actor=actor,
                unit_id=place.id,
                case_type_id=case_type_id,
                version=posted_version(request),
                to=terms_id,
            )
        except (WrongState, Moved, BadInput) as error:
            return _refused(request, unit, case_type_id, error)
        return _back(place.slug, case_type_id)
    line = next((one for one in terms_lines(place.id, desk) if one.id == terms_id), None)
    if line is None:
        raise NotFound("terms text")
    texts = [
        filled_terms(terms_id, place.id, lang, lambda: desk.first_days) for lang in ("sv", "en")
    ]
    context = {"unit": place, "desk": desk, "line": line, "texts": texts}
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


def _page(
    request: HttpRequest, unit: str, desk: TermsDesk, *, status: int = 200, told: str = ""
) -> HttpResponse:
    fields = form.shown(desk)
    context = {
        "fields": fields,
        "version": desk.version,
        "errors": {},
        "told": told,
        **_around(request, unit, desk),
        **_looks(request, unit, desk, fields),
        **_owners(request, unit, desk, fields),
    }
    return render(request, "casetypes/admin_terms_text.html", context, status=status)


def _refused(
    request: HttpRequest, unit: str, case_type_id: UUID, error: WrongState | Moved | BadInput
) -> HttpResponse:
    _actor, place = here(request, unit)
    told = _hinder(error) if isinstance(error, WrongState) else _(_MOVED)
    if isinstance(error, BadInput):
        told = next(iter(error.errors.values()), "")
    return _page(request, unit, terms_desk(place.id, case_type_id), status=error.status, told=told)


def _around(request: HttpRequest, unit: str, desk: TermsDesk) -> dict[str, Any]:
    _actor, place = here(request, unit)
    return {
        "unit": place,
        "desk": desk,
        "title": desk.title.of(language()),
        "published": terms_lines(place.id, desk),
        "placeholders": [f"{{{{{name}}}}}" for name in NAMES],
        "hard": HARD,
    }


def _owners(
    request: HttpRequest, unit: str, desk: TermsDesk, fields: Mapping[str, str]
) -> dict[str, Any]:
    """Return whom one may choose as the owner: all of a small unit, else those a search finds."""
    _actor, place = here(request, unit)
    everybody = find_with_role(place.id, "", _PEOPLE + 1)
    searched = len(everybody) > _PEOPLE
    words = typed.one_line(typed.kept(fields["owner_q"][: _MOST_TYPED * 4]))[:_MOST_TYPED]
    found = everybody if not searched else []
    if searched and words:
        found = find_with_role(place.id, words, _PEOPLE + 1)
    people = {str(one): (name, title) for one, name, title in found[:_PEOPLE]}
    chosen = fields["owner"]
    if chosen and chosen not in people:
        held = {str(desk.owner_id): (desk.owner_name, "")} if desk.owner_id else {}
        known = {str(one): (name, title) for one, name, title in _named(place.id, chosen)}
        people = {key: who for key, who in (held | known).items() if key == chosen} | people
    return {
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


def _looks(
    request: HttpRequest, unit: str, desk: TermsDesk, fields: Mapping[str, str]
) -> dict[str, Any]:
    """Return the text as residents will read it, in both languages, and its LIX."""
    _actor, place = here(request, unit)
    texts: list[Look] = [
        look(fields[lang], place.id, lang, desk.first_days) for lang in ("sv", "en")
    ]
    return {"looks": texts, "lix": lix(fields["sv"])}


def _hinder(error: WrongState) -> str:
    return _(HINDERS.get(str(error.facts.get("hinder")), later("Det gick inte just nu.")))


def _back(slug: str, case_type_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(f"/m/{slug}/admin/villkor/{case_type_id}?sparat=1", status=303)
