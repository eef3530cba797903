"""Byt ord: what a change of words would do to each text, the change itself, and its answers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.casetypes.queries.central import titles_of
from vardpost.casetypes.queries.terms_proposed import answers_to
from vardpost.casetypes.queries.words_touched import Touched, mark, touched
from vardpost.casetypes.views.home import home
from vardpost.casetypes.word_change import WordChange
from vardpost.central import words as said
from vardpost.central.actions.texts import change_words, undo_words
from vardpost.central.queries.texts import change_of, changes, is_made
from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, WrongState
from vardpost.kernel.ids import new_id
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language

_EDIT = staff(Permission.CENTRAL_TYPE_EDIT)
#: More is no word that anybody looks for; more texts than this are told by number alone.
_LONGEST, _SHOWN = 80, 200


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, region: str) -> HttpResponse:
    """Choose words, look at what each text would say, and change them."""
    place, asked = home(request, region=region), _asked(request)
    if request.method != "POST":
        return _shown(request, region, asked)
    errors = _faults(asked)
    if errors:
        return _shown(request, region, asked, errors=errors)
    sure, key = request.POST.get("steg") == "gor", _key(request.POST.get("nyckel", ""))
    words = WordChange(asked["byt"], asked["mot"], asked["hela"] == "1")
    try:  # a second press: the texts may have none of the words now
        if sure and is_made(region, key, words, publish=asked["hur"] == "publicera"):
            return HttpResponseRedirect(f"{_base(region)}/{key}", status=303)
    except BadInput as error:
        return _shown(request, region, asked, errors=error.errors)
    if not sure:
        return _looked(request, region, asked, words)
    try:
        change_words(
            actor=place.actor,
            region_id=region,
            change_id=key,
            words=words,
            publish=asked["hur"] == "publicera",
            seen=request.POST.get("sett", ""),
        )
    except (WrongState, BadInput):
        return _looked(request, region, asked, words, moved=True)
    return HttpResponseRedirect(f"{_base(region)}/{key}", status=303)


@_EDIT
@require_safe
def listed(request: HttpRequest, region: str) -> HttpResponse:
    """Show an office's changes of words, and how far units have answered."""
    place = home(request, region=region)
    context = {"home": place, "here": _base(region), "rows": changes(region)}
    return render(request, "central/text_changes.html", context)


@_EDIT
@require_safe
def one(request: HttpRequest, region: str, change_id: UUID) -> HttpResponse:
    """Show what came of a change: the office's own texts, and what each unit has answered."""
    place, found = home(request, region=region), change_of(region, change_id)
    titles = titles_of([UUID(kind) for kind, _outcome in found.own])
    context = {
        "home": place,
        "here": _base(region),
        "found": found,
        "own": [
            (kind, titles[UUID(kind)].of(language()) or titles[UUID(kind)].sv, said.own(outcome))
            for kind, outcome in found.own
        ],
        "answers": [(line, said.answer(line.state)) for line in answers_to(change_id)],
    }
    return render(request, "central/text_change.html", context)


@_EDIT
@require_POST
def undo(request: HttpRequest, region: str, change_id: UUID) -> HttpResponse:
    """Take back what no unit has answered."""
    place = home(request, region=region)
    undo_words(actor=place.actor, region_id=region, change_id=change_id)
    return HttpResponseRedirect(f"{_base(region)}/{change_id}", status=303)


def _base(region: str) -> str:
    return f"/r/{region}/villkor/byten" if region else "/n/villkor/byten"


def _asked(request: HttpRequest) -> dict[str, str]:
    """Return what was typed; a page that was come to from a search has its words already."""
    posted = request.method == "POST"
    sent = request.POST if posted else request.GET
    return {
        "byt": typed.one_line(typed.kept(sent.get("byt", "")[: _LONGEST * 4])),
        "mot": typed.one_line(typed.kept(sent.get("mot", "")[: _LONGEST * 4])),
        "hela": "1" if sent.get("hela") == "1" or not posted else "",
        "hur": "publicera" if sent.get("hur") == "publicera" else "utkast",
    }


def _faults(asked: dict[str, str]) -> dict[str, str]:
    """Return what is wrong with what was typed, by field."""
    errors = {}
    for name in ("byt", "mot"):
        if len(asked[name]) > _LONGEST:
            errors[name] = _("Korta till högst {n} tecken").replace("{n}", str(_LONGEST))
        elif typed.has_refused(asked[name]):
            errors[name] = _("Ta bort tecknet � ur texten")
    if len(asked["byt"]) < 2:
        errors["byt"] = _("Skriv minst två tecken")
    if not asked["mot"]:
        errors["mot"] = _("Skriv vad som ska stå i stället")
    elif asked["mot"] == asked["byt"]:
        errors["mot"] = _("Det är samma ord")
    elif "{{" in asked["mot"] or "}}" in asked["mot"]:
        errors["mot"] = _("Skriv vanliga ord. Det som fylls i av sig självt ändras i varje text")
    return errors


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return new_id()


def _looked(
    request: HttpRequest,
    region: str,
    asked: dict[str, str],
    words: WordChange,
    *,
    moved: bool = False,
) -> HttpResponse:
    """Show what each text would say, or that none has the words."""
    texts = touched(region, words)
    if not texts:
        nothing = {"byt": _("Ingen text som kan ändras har de orden")}
        return _shown(request, region, asked, errors=nothing)
    return _shown(request, region, asked, texts=texts, words=words, moved=moved)


def _shown(
    request: HttpRequest,
    region: str,
    asked: dict[str, str],
    *,
    texts: list[Touched] | None = None,
    words: WordChange | None = None,
    errors: dict[str, str] | None = None,
    moved: bool = False,
) -> HttpResponse:
    found, publish = texts or [], asked["hur"] == "publicera"
    lines: list[Any] = []
    if words is not None:
        lines = [
            (one, one.title.of(language()) or one.title.sv, one.places(words))
            for one in found[:_SHOWN]
        ]
    context: dict[str, Any] = {
        "home": home(request, region=region),
        "here": _base(region),
        "asked": asked,
        "errors": errors or {},
        "own": [line for line in lines if line[0].unit_id is None],
        "theirs": [line for line in lines if line[0].unit_id is not None],
        "all": len(found),
        "more": max(0, len(found) - _SHOWN),
        "seen": mark(found, words, publish=publish) if words is not None and found else "",
        "key": new_id(),
        "moved": moved,
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "central/text_new.html", context, status=status)
