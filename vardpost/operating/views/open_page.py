"""Driftinformation: what is wrong or planned, for anybody; and hiding a strip."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.operating.queries import region_names, told
from vardpost.operating.shown import HIDDEN_COOKIE, hidden_keys, is_key
from vardpost.operating.values import Notice
from vardpost.operating.words import COLORS, severity
from vardpost.shell.access import public
from vardpost.shell.jinja import language
from vardpost.shell.language import safe_next

#: So many hidden strips a cookie remembers; older ones come back, and have mostly ended.
_MOST_HIDDEN = 20
_MONTH = 30 * 24 * 3600


@public
@require_safe
def operation(request: HttpRequest) -> HttpResponse:
    """Show what is in force, what is planned and what was the last thirty days."""
    actor: Actor | None = request.actor  # type: ignore[attr-defined]  # set by the door
    now, names = clock.now(), region_names()
    found = told(now)
    if actor is not None and actor.is_staff and actor.region_id:
        found = [
            one for one in found if not one.data.regions or actor.region_id in one.data.regions
        ]
    groups = {
        name: [said(one, names) for one in found if one.standing(now) == name]
        for name in ("in force", "planned", "past")
    }
    groups["planned"].reverse()
    return render(request, "operating/operation.html", {"groups": groups, "now": now})


@public
@require_POST
def hide(request: HttpRequest, key: str) -> HttpResponse:
    """Put a strip away on this device until its notice changes, and go back to the page."""
    response = HttpResponse(status=303, headers={"Location": safe_next(request)})
    if not is_key(key):
        return response
    kept = [one for one in hidden_keys(request) if one != key][1 - _MOST_HIDDEN :]
    response.set_cookie(
        HIDDEN_COOKIE,
        ".".join([*kept, key]),
        max_age=_MONTH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def said(one: Notice, names: dict[str, str]) -> dict[str, object]:
    """Return a notice as pages show it, in the page's language."""
    data = one.data
    english = language() == "en" and bool(data.title_en)
    return {
        "id": one.id,
        "color": COLORS[data.severity],
        "severity": severity(data.severity),
        "title": data.title_en if english else data.title_sv,
        "text": data.text_en if english else data.text_sv,
        "lang": "" if english or language() == "sv" else "sv",
        "regions": [names.get(code, code) for code in data.regions],
        "starts_at": data.starts_at,
        "ended_at": one.ended_at(),
    }
