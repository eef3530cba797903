"""The terms of use for anybody to read: in force, planned, and every version there has been."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.shell.access import public
from vardpost.shell.jinja import language
from vardpost.useterms.queries import Version, all_accepted, version_of, versions
from vardpost.useterms.said import TITLES
from vardpost.useterms.text import blocks, changes
from vardpost.useterms.values import SLUG_OF, SLUGS, Audience


@public
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show what is in force for the reader's audience, and its versions; strangers read residents'.

    `?for=personal` or `?for=invanare` shows the other.
    """
    audience = audience_of(request)
    today = clock.today()
    found = versions(audience)
    standing = next((one for one in found if one.valid_from <= today), None)
    other = next(one for one in Audience if one is not audience)
    context = {
        **frame(request),
        "title": _(TITLES[audience]),
        "standing": standing,
        "text": blocks(standing.words.text(language())) if standing else (),
        "versions": [(one, one.valid_from > today) for one in found],
        "slug": SLUG_OF[audience],
        "other_title": _(TITLES[other]),
        "other_slug": SLUG_OF[other],
        "accepted": _accepted(request, audience),
    }
    return render(request, "useterms/terms.html", context)


@public
@require_safe
def version(request: HttpRequest, audience: str, number: int) -> HttpResponse:
    """Show one version, and what it changed. Raises `NotFound`."""
    of = SLUGS.get(audience)
    found = version_of(of, number) if of is not None and 0 < number < 2**31 else None
    if of is None or found is None:
        raise NotFound("version")
    before = version_of(of, number - 1) if number > 1 else None
    lang = language()
    context = {
        **frame(request),
        "title": _(TITLES[of]),
        "slug": audience,
        "one": found,
        "text": blocks(found.words.text(lang)),
        "summary": blocks(found.words.summary(lang)),
        "changes": between(before, found),
        "first": before is None,
        "accepted_at": _accepted(request, of).get(number),
    }
    return render(request, "useterms/version.html", context)


def between(before: Version | None, after: Version) -> list[tuple[str, str, str]]:
    """Return what differs between two versions, in the page's language: (which, before, after)."""
    if before is None:
        return []
    lang = language()
    found = changes(before.words.text(lang), after.words.text(lang))
    return [
        (_("Ändring {n}").replace("{n}", str(number)), one.before, one.after)
        for number, one in enumerate(found, start=1)
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the layout of whoever reads: a resident's own, and everybody else's."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]  # set by the door
    resident = actor is not None and actor.is_resident
    return {"layout": "shell/resident.html" if resident else "shell/public.html"}


def audience_of(request: HttpRequest) -> Audience:
    """Return whose terms are asked for: as the address says, else the reader's own."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]  # set by the door
    own = Audience.STAFF if actor is not None and actor.is_staff else Audience.RESIDENT
    return SLUGS.get(request.GET.get("for", ""), own)


def _accepted(request: HttpRequest, audience: Audience) -> dict[int, Any]:
    """Return when the reader accepted which version; nothing for a stranger."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor is None or actor.person_id is None or actor.kind != audience.value:
        return {}
    return dict(all_accepted(actor.person_id, audience))
