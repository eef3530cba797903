"""The nation's list at the national office: in force, versions, and the draft."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Moved, NotFound
from vardpost.kernel.four_eyes import Event, State, may_publish
from vardpost.policy.permissions import Permission
from vardpost.redflags.actions import national as verbs
from vardpost.redflags.drafts import Difference, combination_part, differences, values_of
from vardpost.redflags.forms import national as forms
from vardpost.redflags.lists import Definition
from vardpost.redflags.national import national_list
from vardpost.redflags.queries import ListCard, newest
from vardpost.redflags.queries.drafts import (
    PAGE,
    Draft,
    draft_events,
    national_version,
    national_versions,
    open_draft,
    was_published,
)
from vardpost.redflags.said import (
    ADVICE_WORDS,
    conditions,
    event_name,
    part_differences,
    part_name,
    sign_names,
)
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import kept, refuse_characters

EDIT = staff(Permission.RED_FLAGS_NATION_EDIT)
LIST = "/n/larmord"
DRAFT = f"{LIST}/utkast"


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Show the list in force, its versions and the draft; a post begins a draft."""
    actor = office(request)
    if request.method == "POST":
        verbs.begin_draft(actor=actor, shipped=request.POST.get("fran") == "produkten")
        return HttpResponseRedirect(DRAFT, status=303)
    found = national_versions(_before(request))
    today = clock.today()
    shown = found[:PAGE]
    in_force = next((one for one, _why in national_versions() if one.valid_from <= today), None)
    shipped = national_list()
    context = {
        "here": LIST,
        "in_force": in_force,
        "signs": signs(in_force.definition) if in_force else [],
        "together": together(in_force.definition) if in_force else [],
        "versions": [(one, why, one.valid_from > today) for one, why in shown],
        "next_href": f"{LIST}?fore={shown[-1][0].version}" if len(found) > PAGE else "",
        "draft": open_draft(),
        "new_shipped": bool(found) and not was_published(shipped),
        "done": request.GET.get("klart", ""),
    }
    return render(request, "redflags/office_list.html", context)


@EDIT
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version: its signs, and what it changed."""
    office(request)
    card = national_version(number) if 0 < number < 2**31 else None
    if card is None:
        raise NotFound("version")
    before = national_version(number - 1) if number > 1 else None
    context = {
        "here": LIST,
        "card": card,
        "signs": signs(card.definition),
        "together": together(card.definition),
        "changes": changes(before.definition, card.definition) if before else [],
        "first": before is None,
    }
    return render(request, "redflags/office_version.html", context)


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Show the draft and what it changes; a post proposes, sends back, publishes or discards it."""
    actor = office(request)
    errors: Mapping[str, str] = {}
    moved: tuple[Any, ...] = ()
    posted = kept(request.POST)
    if request.method == "POST":
        try:
            refuse_characters(posted)
            return HttpResponseRedirect(_step(actor, posted), status=303)
        except BadInput as error:
            errors = error.errors
        except Moved as error:
            moved = error.changes
    found = open_draft()
    if found is None:
        raise NotFound("draft")
    card = newest("national", None, None)
    status = 422 if errors else 409 if moved else 200
    context = {
        **_shown(actor, found, card),
        "fields": posted,
        "errors": errors,
        "moved": moved,
        "saved": request.GET.get("sparat") == "1",
    }
    return render(request, "redflags/office_draft.html", context, status=status)


def office(request: HttpRequest) -> Actor:
    """Return who asks, who is at an office beyond units and regions. Raises `NotFound`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or actor.region_id:
        raise NotFound("office")
    return actor


def signs(definition: Definition) -> list[dict[str, Any]]:
    """Return the signs of a list as a page shows them."""
    lang = language()
    return [
        {
            "key": one.key,
            "name": one.label.of(lang),
            "advice": _(ADVICE_WORDS[one.advice]),
            "part": one.part,
            "phrases": [*one.sv, *one.en],
        }
        for one in definition.flags
    ]


def together(definition: Definition) -> list[dict[str, Any]]:
    """Return the combinations of a list as a page shows them."""
    names = sign_names(definition)
    return [
        {
            "key": one.key,
            "name": one.label.of(language()),
            "advice": _(ADVICE_WORDS[one.advice]),
            "part": False,
            "phrases": conditions(values_of(definition, combination_part(one.key)), names),
        }
        for one in definition.combinations
    ]


def changes(before: Definition, after: Definition) -> list[dict[str, Any]]:
    """Return what differs between two lists, part by part, in words."""
    names = sign_names(before, after)
    return [_change(one, names) for one in differences(before, after)]


def _change(one: Difference, names: Mapping[str, str]) -> dict[str, Any]:
    what = _("Ny") if not one.before else _("Tas bort") if not one.after else _("Ändras")
    return {
        "name": part_name(one.part, one.after or one.before),
        "what": what,
        "color": "success" if not one.before else "danger" if not one.after else "neutral",
        "lines": [
            (label.partition(": ")[2], old, new)
            for label, old, new in part_differences(one.part, one.before, one.after, names)
        ],
    }


def _shown(actor: Actor, found: Draft, card: ListCard | None) -> dict[str, Any]:
    base = card.definition if card else found.definition
    proposed = found.state is State.PROPOSED
    return {
        "here": DRAFT,
        "list": LIST,
        "draft": found,
        "version": found.version,
        "proposed": proposed,
        "mine": proposed and found.proposed_by_id == actor.person_id,
        "may_publish": proposed and may_publish(found.proposed_by_id, actor.person_id),
        "newest": card.version if card else 0,
        "changes": changes(base, found.definition),
        "signs": signs(found.definition),
        "together": together(found.definition),
        "groups": sorted(found.definition.groups.items()),
        "today": clock.today().isoformat(),
        "valid_from": date.fromisoformat(found.definition.valid_from),
        "longest": 2000,
        "events": [
            {
                "name": event_name(one.event),
                "part": part_name(one.part, one.new or one.old) if one.part else "",
                "by": one.actor_name,
                "at": one.at,
                "words": one.words,
            }
            for one in draft_events(found.id)
        ],
    }


def _step(actor: Actor, posted: QueryDict) -> str:
    """Do what the button says; return where it leads."""
    held: dict[str, Any] = {
        "actor": actor,
        "draft_id": _draft_id(posted),
        "version": _version(posted),
    }
    steps: Mapping[str, Callable[[], str]] = {
        Event.PROPOSE: lambda: _propose(held, posted),
        Event.RETURN: lambda: _return(held, posted),
        Event.PUBLISH: lambda: _then(verbs.publish_draft, held, "publicerat"),
        Event.DISCARD: lambda: _then(verbs.discard_draft, held, "kastat"),
    }
    step = steps.get(posted.get("steg", ""))
    if step is None:
        raise BadInput({"": _("Välj vad som ska göras")})
    return step()


def _propose(held: Mapping[str, Any], posted: QueryDict) -> str:
    errors: dict[str, str] = {}
    reason = posted.get("reason", "").strip()
    if not reason:
        errors["reason"] = _("Skriv varför, med egna ord")
    try:
        day = forms.read_day(posted.get("valid_from", ""))
    except BadInput as error:
        errors |= error.errors
    if errors:
        raise BadInput(errors)
    verbs.propose_draft(**held, reason=reason, valid_from=day)
    return f"{DRAFT}?sparat=1"


def _return(held: Mapping[str, Any], posted: QueryDict) -> str:
    verbs.return_draft(**held, words=posted.get("words", "").strip())
    return f"{DRAFT}?sparat=1"


def _then(verb: Callable[..., None], held: Mapping[str, Any], done: str) -> str:
    verb(**held)
    return f"{LIST}?klart={done}"


def _version(posted: QueryDict) -> int:
    text = posted.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _draft_id(posted: QueryDict) -> UUID:
    """Return which draft a form was drawn from. Raises `NotFound`."""
    try:
        return UUID(posted.get("utkast", ""))
    except ValueError:
        raise NotFound("draft") from None


def _before(request: HttpRequest) -> int | None:
    text = request.GET.get("fore", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
