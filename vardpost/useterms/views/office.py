"""The terms of use at the national office: in force, versions, and the draft of the next one."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Moved, NotFound
from vardpost.kernel.four_eyes import Event, State, may_publish, move
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import (
    SettingsPage,
    kept,
    refuse_characters,
    settings_page,
)
from vardpost.useterms import forms
from vardpost.useterms.actions import draft as verbs
from vardpost.useterms.actions.drafting import LONGEST_WORDS
from vardpost.useterms.queries import (
    Draft,
    DraftEvent,
    draft_events,
    newest,
    open_draft,
    versions,
)
from vardpost.useterms.said import AUDIENCE_WORDS, TITLES, difference_lines, event_name
from vardpost.useterms.text import blocks
from vardpost.useterms.values import (
    LONGEST_SUMMARY,
    LONGEST_TEXT,
    SLUG_OF,
    SLUGS,
    Audience,
    Words,
    differing,
)

EDIT = staff(Permission.TERMS_OF_USE_EDIT)
LIST = "/n/anvandarvillkor"


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Show what is in force for both audiences, the versions and drafts; a post begins a draft."""
    actor = office(request)
    if request.method == "POST":
        audience = audience_named(request.POST.get("for", ""))
        verbs.begin_draft(actor=actor, audience=audience)
        return HttpResponseRedirect(address(audience), status=303)
    context = {
        "here": LIST,
        "parts": [_part(one) for one in Audience],
        "done": request.GET.get("klart", ""),
    }
    return render(request, "useterms/office_list.html", context)


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, audience: str) -> HttpResponse:
    """Show the draft and what it changes; a post proposes, sends back, publishes or discards it."""
    actor, of = office(request), audience_named(audience)
    errors: Mapping[str, str] = {}
    moved: tuple[Any, ...] = ()
    posted = kept(request.POST)
    if request.method == "POST":
        try:
            refuse_characters(posted)
            return HttpResponseRedirect(_step(actor, of, posted), status=303)
        except BadInput as error:
            errors = error.errors
        except Moved as error:
            moved = error.changes
    found = open_draft(of)
    if found is None:
        raise NotFound("draft")
    context = {
        **_shown(actor, found),
        "fields": posted,
        "errors": errors,
        "moved": moved,
        "saved": request.GET.get("sparat") == "1",
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "useterms/office_draft.html", context, status=status)


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, audience: str) -> HttpResponse:
    """Write the texts of the draft, with a preview. Raises `WrongState` while it is proposed."""
    actor = office(request)
    found = _writing(audience)
    of = found.audience
    preview: dict[str, Any] = {}

    def parse(posted: QueryDict) -> Words:
        words = forms.read(posted)
        if posted.get("steg") == "forhandsgranska":
            preview["preview"] = _languages(words)
            raise BadInput({})  # nothing is wrong; the page shows it and saves nothing
        return words

    def keep(words: Words, made_from: int) -> None:
        verbs.save_draft(actor=actor, draft_id=found.id, version=made_from, words=words)

    page = SettingsPage(
        template="useterms/office_text.html",
        load=lambda: (found.words, found.version),
        parse=parse,
        typed=forms.typed,
        keep=keep,
        after=f"{address(of)}?sparat=1",
        more={
            "here": f"{address(of)}/text",
            "draft": address(of),
            "title": _(TITLES[of]),
            "first": found.base == 0,
            "longest_text": LONGEST_TEXT,
            "longest_summary": LONGEST_SUMMARY,
        },
        also=lambda: preview,
    )
    return settings_page(request, page)


def office(request: HttpRequest) -> Actor:
    """Return who asks, who is at an office beyond units and regions. Raises `NotFound`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or actor.region_id:
        raise NotFound("office")
    return actor


def audience_named(slug: str) -> Audience:
    """Return the audience that an address names. Raises `NotFound`."""
    if slug not in SLUGS:
        raise NotFound("audience")
    return SLUGS[slug]


def address(audience: Audience) -> str:
    """Return the address of an audience's draft."""
    return f"{LIST}/{SLUG_OF[audience]}/utkast"


def _writing(slug: str) -> Draft:
    """Return the draft that is being written. Raises `NotFound`, and `WrongState` when proposed."""
    found = open_draft(audience_named(slug))
    if found is None:
        raise NotFound("draft")
    move(found.state, Event.CHANGE)
    return found


def _part(audience: Audience) -> dict[str, Any]:
    today = clock.today()
    found = versions(audience)
    return {
        "slug": SLUG_OF[audience],
        "name": _(AUDIENCE_WORDS[audience]),
        "standing": next((one for one in found if one.valid_from <= today), None),
        "versions": [(one, one.valid_from > today) for one in found],
        "draft": open_draft(audience),
        "address": address(audience),
    }


def _shown(actor: Actor, found: Draft) -> dict[str, Any]:
    last = newest(found.audience)
    proposed = found.state is State.PROPOSED
    stands = last.words if last else Words()
    old, new = differing(
        Words(stands.text_sv, stands.text_en),
        Words(found.words.text_sv, found.words.text_en),
    )
    today = clock.today()
    return {
        "here": address(found.audience),
        "list": LIST,
        "title": _(TITLES[found.audience]),
        "draft": found,
        "version": found.version,
        "proposed": proposed,
        "mine": proposed and found.proposed_by_id == actor.person_id,
        "may_publish": proposed and may_publish(found.proposed_by_id, actor.person_id),
        "newest": last.version if last else 0,
        "late": proposed and found.base != (last.version if last else 0),
        "changes": difference_lines(old, new) if last else (),
        "preview": _languages(found.words),
        "today": max(today, last.valid_from if last else today).isoformat(),
        "longest": LONGEST_WORDS,
        "events": [
            {
                "name": event_name(one.event),
                "by": one.actor_name,
                "at": one.at,
                **_said(one),
            }
            for one in draft_events(found.id)
        ],
    }


def _said(one: DraftEvent) -> dict[str, Any]:
    """Return the words of a step, and the first day that a proposal has instead of words."""
    if one.event == Event.PROPOSE.value:
        return {"day": date.fromisoformat(one.words), "words": ""}
    return {"day": None, "words": one.words}


def _languages(words: Words) -> list[dict[str, Any]]:
    """Return how the texts will look, in each language."""
    return [
        {
            "lang": lang,
            "name": name,
            "summary": blocks(words.summary(lang)),
            "text": blocks(words.text(lang)),
        }
        for lang, name in (("sv", _("På svenska")), ("en", _("På engelska")))
    ]


def _step(actor: Actor, audience: Audience, posted: QueryDict) -> str:
    """Do what the button says; return where it leads."""
    held: dict[str, Any] = {
        "actor": actor,
        "draft_id": _draft_id(posted),
        "version": _version(posted),
    }
    saved = f"{address(audience)}?sparat=1"
    steps: Mapping[str, Callable[[], str]] = {
        Event.PROPOSE: lambda: _propose(held, posted, saved),
        Event.RETURN: lambda: _return(held, posted, saved),
        Event.PUBLISH: lambda: _then(verbs.publish_draft, held, "publicerat"),
        Event.DISCARD: lambda: _then(verbs.discard_draft, held, "kastat"),
    }
    step = steps.get(posted.get("steg", ""))
    if step is None:
        raise BadInput({"": _("Välj vad som ska göras")})
    return step()


def _propose(held: Mapping[str, Any], posted: QueryDict, saved: str) -> str:
    day = forms.read_day(posted.get("valid_from", ""))
    verbs.propose_draft(**held, valid_from=day)
    return saved


def _return(held: Mapping[str, Any], posted: QueryDict, saved: str) -> str:
    verbs.return_draft(**held, words=posted.get("words", "").strip())
    return saved


def _then(verb: Callable[..., None], held: Mapping[str, Any], done: str) -> str:
    verb(**held)
    return f"{LIST}?klart={done}"


def _version(posted: QueryDict) -> int:
    said = posted.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _draft_id(posted: QueryDict) -> UUID:
    """Return which draft a form was drawn from. Raises `NotFound`."""
    try:
        return UUID(posted.get("utkast", ""))
    except ValueError:
        raise NotFound("draft") from None
