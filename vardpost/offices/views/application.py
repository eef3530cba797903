"""An application: its form for a region, and what each office can do with it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.offices import checklist, forms
from vardpost.offices.actions.apply import answer, apply, order
from vardpost.offices.actions.decide import EVENTS, decide
from vardpost.offices.actions.tick import tick
from vardpost.offices.queries import administrators, application, history, ticked
from vardpost.offices.states import IN_WORDS, Event, State, open_events
from vardpost.offices.values import LONGEST_NAME, LONGEST_ORDER, LONGEST_TEXT, Application
from vardpost.offices.views.place import NATION, REGION, Place, of_nation, of_region
from vardpost.offices.words import FORM_WORDS, STATE_WORDS, event_name, state_name
from vardpost.shell.settings_page import SettingsPage, settings_page


@REGION
@require_http_methods(["GET", "HEAD", "POST"])
def of_own_region(request: HttpRequest, region: str, application_id: UUID) -> HttpResponse:
    """Apply, complete what was asked about, or see how an application stands."""
    place = of_region(request, region)
    found = application(region, application_id)
    if found is None or found.standing.state is State.NEEDS_INFO:
        return settings_page(request, _form(place, application_id, found))
    if request.method == "POST" and found.version == 1:
        return _again(request, place, found)
    context = _shown(request, place, found) | {
        "version": found.version,
        "errors": {},
        "moved": (),
        "fields": {},
        "saved": request.GET.get("sparat") == "1",
    }
    return render(request, "offices/application.html", context)


@NATION
@require_http_methods(["GET", "HEAD", "POST"])
def of_any_region(request: HttpRequest, region: str, application_id: UUID) -> HttpResponse:
    """Open an application on a written order, or review and decide one."""
    place = of_nation(request, region)
    found = application(region, application_id)
    if found is None:
        return settings_page(request, _form(place, application_id, None))
    if "act" not in request.POST and request.method == "POST":
        return _again(request, place, found)
    return settings_page(request, _decision(request, place, found))


def _again(request: HttpRequest, place: Place, found: Application) -> HttpResponse:
    """Answer the form of a new application that is kept already: the same press, or other words."""
    if found.standing.applicant_id != place.actor.person_id:
        return HttpResponseRedirect(f"{place.base}/ansokan/{found.id}?sparat=1", status=303)
    fresh = {"here": f"{place.base}/ansokan/{new_id()}"}  # for what is sent after all
    page = _form(place, found.id, None)
    return settings_page(request, replace(page, more={**page.more, **fresh}))


@REGION
@require_POST
def ticks(request: HttpRequest, region: str, application_id: UUID) -> HttpResponse:
    """Tick off the handover and the training."""
    place = of_region(request, region)
    done = frozenset(request.POST.getlist("done"))
    tick(actor=place.actor, region_id=region, application_id=application_id, done=done)
    target = f"{place.base}/ansokan/{application_id}?bockat=1#lista"
    return HttpResponseRedirect(target, status=303)


def _form(place: Place, application_id: UUID, found: Application | None) -> SettingsPage:
    here = f"{place.base}/ansokan/{application_id}"
    lines = history(application_id) if found else []
    question = next((one for one in reversed(lines) if one.event is Event.ASK), None)
    people = [
        (str(one.person_id), one.name)
        for one in administrators(place.region_id)
        if found is None or one.person_id != found.standing.candidate_id
    ]
    return SettingsPage(
        template="offices/application_form.html",
        load=lambda: (forms.shown(found.data), found.version) if found else (forms.empty(), 0),
        parse=lambda posted: forms.parse(posted, answers=found is not None),
        typed=forms.typed,
        keep=_keep(place, application_id, found),
        after=f"{here}?sparat=1",
        more={
            "place": place,
            "here": here,
            "found": found,
            "question": question,
            "people": people,
            "longest_name": LONGEST_NAME,
            "longest_text": LONGEST_TEXT,
            "longest_order": LONGEST_ORDER,
        },
    )


def _keep(
    place: Place, application_id: UUID, found: Application | None
) -> Callable[[Any, int], None]:
    def keep(parsed: Any, version: int) -> None:
        data, words = parsed
        if found is not None:
            answer(
                actor=place.actor,
                region_id=place.region_id,
                application_id=application_id,
                version=version,
                data=data,
                words=words,
            )
            return
        verb = order if place.nation else apply
        verb(
            actor=place.actor,
            region_id=place.region_id,
            application_id=application_id,
            data=data,
        )

    return keep


def _decision(request: HttpRequest, place: Place, found: Application) -> SettingsPage:
    here = f"{place.base}/ansokan/{found.id}"
    return SettingsPage(
        template="offices/application.html",
        load=lambda: ({}, found.version),
        parse=_act,
        typed=lambda posted: {
            f"words_{event}": posted.get(f"words_{event}", "")[:9999] for event in EVENTS
        },
        keep=lambda act, version: decide(
            actor=place.actor,
            region_id=place.region_id,
            application_id=found.id,
            version=version,
            event=act[0],
            words=act[1],
        ),
        after=f"{here}?sparat=1",
        more=_shown(request, place, found),
    )


def _act(posted: QueryDict) -> tuple[Event, str]:
    chosen = posted.get("act", "")
    if chosen not in {event.value for event in EVENTS}:
        raise BadInput({"": _("Välj vad som ska göras")})
    return Event(chosen), forms.words_of(posted, f"words_{chosen}")


def _shown(request: HttpRequest, place: Place, found: Application) -> dict[str, Any]:
    """Return what both offices see of an application, and what the one that looks can do."""
    if place.nation and found.standing.candidate_id == place.actor.person_id:
        raise NotFound("an application about oneself")
    lines = history(found.id)
    done = ticked(found.id)
    events = open_events(found.standing, place.actor.person_id, place.party)
    return {
        "place": place,
        "here": f"{place.base}/ansokan/{found.id}",
        "found": found,
        "data": found.data,
        "ticked": request.GET.get("bockat") == "1",
        "state": state_name(found.standing.state),
        "color": STATE_WORDS[found.standing.state][1],
        "lines": [(one, event_name(one.event)) for one in lines],
        "acts": [_offered(event) for event in events if event in FORM_WORDS],
        "waits": _waits(place, found),
        "groups": [
            (name, [(key, _(words), done.get(key)) for key, words in items.items()])
            for name, items in (
                (_("Överlämning"), checklist.HANDOVER),
                (_("Utbildning"), checklist.TRAINING),
            )
        ],
        "longest_text": LONGEST_TEXT,
    }


def _offered(event: Event) -> dict[str, Any]:
    heading, label, button, about = FORM_WORDS[event]
    return {
        "event": event.value,
        "name": f"words_{event}",
        "heading": _(heading),
        "label": _(label) if label else "",
        "button": _(button),
        "about": _(about),
        "optional": event not in IN_WORDS,
        "danger": event in {Event.REJECT, Event.REVOKE},
    }


def _waits(place: Place, found: Application) -> str:
    """Return whom the application waits for, in words."""
    standing = found.standing
    if standing.state is State.SUBMITTED:
        return _("Någon vid den nationella förvaltningen tar hand om ansökan.")
    if standing.state is State.NEEDS_INFO:
        return _("Regionen svarar på frågan.")
    if standing.state is State.APPROVED:
        return _("Personen godkänner villkoren när hon eller han loggar in.")
    if standing.state is not State.UNDER_REVIEW:
        return ""
    if not standing.advised:
        return _("{namn} skriver sin bedömning. Sedan beslutar en annan person.").replace(
            "{namn}", found.reviewer_name
        )
    if place.nation and place.actor.person_id in {standing.reviewer_id, standing.applicant_id}:
        return _("En annan person än du beslutar: den som har bedömt ansökan beslutar inte.")
    return _("En annan person än {namn} beslutar.").replace("{namn}", found.reviewer_name)
