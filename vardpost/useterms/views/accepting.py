"""What stands before every page until it is accepted: the terms of use in force."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import Stale
from vardpost.shell.access import before_terms, quiet, signed_in
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import posted_version
from vardpost.useterms.actions.accept import accept_terms
from vardpost.useterms.queries import (
    Version,
    in_force,
    last_accepted,
    summaries,
    version_of,
)
from vardpost.useterms.said import TITLES
from vardpost.useterms.text import blocks
from vardpost.useterms.values import SLUG_OF, Audience
from vardpost.useterms.views.reading import between
from vardpost.useterms.waiting import WAITS

#: Longest address that is kept to go back to.
_LONGEST = 2000


@quiet("a text that is the same for everybody; that it is accepted has a row of its own")
@before_terms
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest) -> HttpResponse:
    """Show the terms in force and what is new in them; a post accepts them and goes on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    going = next_address(request, actor)
    if actor.facts.get(WAITS) is None:
        return HttpResponseRedirect(going, status=303)  # accepted already, or there are none
    late = False
    if request.method == "POST":
        try:
            accept_terms(actor=actor, version=posted_version(request), language=language())
            return HttpResponseRedirect(going, status=303)
        except Stale:  # newer ones came into force while these were read
            late = True
    audience = Audience(actor.kind)
    standing = in_force(audience)
    if standing is None:
        return HttpResponseRedirect(going, status=303)
    context = {**_shown(actor, audience, standing), "next": going, "late": late}
    return render(request, "useterms/accept.html", context, status=409 if late else 200)


def next_address(request: HttpRequest, actor: Actor) -> str:
    """Return where the person was going, if it is a page of ours, else her first page."""
    posted = request.POST if request.method == "POST" else request.GET
    wanted = posted.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=settings.HTTPS
    )
    if ours and wanted.isprintable() and len(wanted) <= _LONGEST:
        return wanted
    return "/mina" if actor.is_resident else "/jag"


def _shown(actor: Actor, audience: Audience, standing: Version) -> dict[str, Any]:
    lang = language()
    before = last_accepted(actor.person_id, audience) if actor.person_id else None
    known = version_of(audience, before.version) if before else None
    news = summaries(audience, before.version, standing.version) if before else []
    return {
        "title": _(TITLES[audience]),
        "slug": SLUG_OF[audience],
        "standing": standing,
        "text": blocks(standing.words.text(lang)),
        "before": before,
        "news": [(one.version, blocks(one.words.summary(lang))) for one in news],
        "changes": between(known, standing),
    }
