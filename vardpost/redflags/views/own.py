"""Larmord: the lists in force, the unit's own signs, and a box to try a text in."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.kernel.actor import Actor, UnitRef
from vardpost.kernel.errors import BadInput, Moved, NotFound
from vardpost.policy.permissions import Permission
from vardpost.redflags import forms
from vardpost.redflags.actions.own import OWN, publish_own
from vardpost.redflags.additions import NONE, Additions, from_definition
from vardpost.redflags.lists import ADVICE, Flag, Owner
from vardpost.redflags.match import Seen
from vardpost.redflags.queries import ListCard, in_force, matcher_of, newest
from vardpost.redflags.said import ADVICE_WORDS, REASONS, list_name
from vardpost.redflags.words import normalised
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page, too_late
from vardpost.units.queries.settings import version
from vardpost.units.views.here import here

_EDIT = staff(Permission.RED_FLAGS_EDIT)
_KEY = re.compile(r"own_[0-9]{1,4}\Z")
_LEVELS = {
    "national": later("Nationell lista"),
    "region": later("Regionens lista"),
    "unit": later("Mottagningens egen lista"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What was found in a text that is tried: the words, the sign, the advice or why not."""

    words: str
    sign: str
    advice: str
    counts: bool
    why_not: str
    by: str


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the lists in force and the unit's own signs; a post tries a text and keeps nothing."""
    _actor, place = here(request, unit)
    cards = in_force(place.region_id, place.id)
    tried = request.POST.get("text", "")[: forms.MOST_TRIED] if request.method == "POST" else None
    own = next((one for one in cards if one.level == "unit"), None)
    return render(
        request,
        "redflags/admin_lists.html",
        {
            "unit": place,
            "cards": [_card(one) for one in cards],
            "own": _signs(own) if own else [],
            "tried": tried,
            "found": _found(cards, tried) if tried else [],
            "saved": request.GET.get("sparat") == "1",
        },
    )


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, unit: str) -> HttpResponse:
    """Add a sign of the unit's own."""
    actor, place = here(request, unit)
    own = _own(place)
    # The page decides the key, so that the same press twice is the same sign.
    asked = request.POST.get("nyckel", "")
    key = asked if _KEY.match(asked) else own.next_key()
    return settings_page(request, _page(actor, place, own, key, None))


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Change one of the unit's own signs."""
    actor, place = here(request, unit)
    own = _own(place)
    flag = next((one for one in own.flags if one.key == key), None)
    if flag is None:
        raise NotFound("red flag")
    return settings_page(request, _page(actor, place, own, key, flag))


@_EDIT
@require_POST
def remove(request: HttpRequest, unit: str, key: str) -> HttpResponse:
    """Take away one of the unit's own signs; the history can put it back."""
    actor, place = here(request, unit)
    own = _own(place)
    address = f"/m/{place.slug}/admin/larmord"
    try:
        publish_own(
            actor=actor,
            unit_id=place.id,
            version=posted_version(request),
            additions=own.without(key),
        )
    except Moved as error:
        flag = next((one for one in own.flags if one.key == key), None)
        if flag is None:  # gone already, as it was to be
            return HttpResponseRedirect(address, status=303)
        return too_late(request, _page(actor, place, own, key, flag, removing=True), error)
    return HttpResponseRedirect(f"{address}?sparat=1", status=303)


def _page(
    actor: Actor,
    place: UnitRef,
    own: Additions,
    key: str,
    flag: Flag | None,
    *,
    removing: bool = False,
) -> SettingsPage:
    """Return the page of one sign; `removing` when it was to be taken away and stands still."""

    def keep(data: tuple[Flag, Owner], made_from: int) -> None:
        flag, owner = data
        additions = Additions(owner, own.flags).with_flag(flag)
        publish_own(actor=actor, unit_id=place.id, version=made_from, additions=additions)

    def save(data: tuple[Flag, Owner], made_from: int) -> None:
        try:
            keep(data, made_from)
        except BadInput as error:
            raise BadInput({"sv": "; ".join(error.errors.values())}) from error

    return SettingsPage(
        template="redflags/admin_sign.html",
        load=lambda: (forms.shown(own, flag), version(place.id, OWN.key)),
        parse=lambda posted: forms.read(posted, key),
        typed=forms.typed,
        keep=save,
        after=f"/m/{place.slug}/admin/larmord?sparat=1",
        more={
            "unit": place,
            "key": key,
            "is_new": flag is None,
            "removing": removing,
            "advices": [(one, _(ADVICE_WORDS[one])) for one in ADVICE],
        },
    )


def _own(place: UnitRef) -> Additions:
    card = newest("unit", place.region_id, place.id)
    return from_definition(card.definition) if card else NONE


def _card(one: ListCard) -> dict[str, Any]:
    return {
        "level": one.level,
        "title": _(_LEVELS[one.level]),
        "version": one.version,
        "owner": f"{one.owner_name}, {one.owner_title}",
        "valid_from": one.valid_from,
        "signs": _signs(one),
    }


def _signs(one: ListCard) -> list[dict[str, Any]]:
    lang = language()
    return [
        {
            "key": flag.key,
            "name": flag.label.of(lang),
            "advice": _(ADVICE_WORDS[flag.advice]),
            "phrases": [*flag.sv, *flag.en],
        }
        for flag in one.definition.flags
        if not flag.part
    ]


def _found(cards: list[ListCard], text: str) -> list[Line]:
    seen = matcher_of(one.id for one in cards).seen(text)
    lines = [_line(one, normalised(text)) for one in seen]
    return sorted(dict.fromkeys(lines), key=lambda line: not line.counts)


def _line(one: Seen, text: str) -> Line:
    why_not = one.reason or ("part" if one.flag.part else "")
    return Line(
        text[slice(*one.span)],
        one.flag.label.of(language()),
        _(ADVICE_WORDS[one.flag.advice]),
        not why_not,
        _(REASONS[why_not]) if why_not else "",
        list_name(one.source.level, one.source.version),
    )
