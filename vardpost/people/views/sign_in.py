"""Logga in, logga ut, and the people of the demo."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from vardpost.kernel.errors import BadInput, Denied, NotFound
from vardpost.people.actions.sessions import sign_in, sign_out
from vardpost.people.personas import Persona, persona, personas
from vardpost.shell.access import public


@public
@require_GET
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Show who one can be in the demo; elsewhere, that no way of signing in is set up."""
    people = personas() if settings.DEMO else []
    context = {
        "demo": settings.DEMO,
        "residents": [one for one in people if one.kind == "resident"],
        "staff": [one for one in people if one.kind == "staff"],
        "next": request.GET.get("next", ""),
    }
    return render(request, "people/sign_in.html", context)


@public
@require_GET
def personas_json(request: HttpRequest) -> HttpResponse:
    """Return `[{key, name, roles: [{role, unit, region}]}]`."""
    _only_in_demo()
    answer = [{"key": one.key, "name": one.name, "roles": one.roles} for one in personas()]
    return JsonResponse(answer, safe=False, json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@public
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people; a script may too, so the origin stands for the token."""
    _only_in_demo()
    origin = request.headers.get("Origin", "")
    if origin and urlsplit(origin).netloc != request.get_host():
        raise Denied("", "foreign origin")
    found = persona(request.POST.get("persona", ""))
    if found is None:
        raise BadInput({"persona": "Välj vem du vill vara"})
    token = sign_in(
        actor=request.actor,  # type: ignore[attr-defined]  # set by the door
        person_id=found.person_id,
        kind=found.kind,
        method="demo",
        old_token=request.COOKIES.get(settings.SESSION_COOKIE, ""),
        request_id=getattr(request, "request_id", ""),
        address=request.META.get("REMOTE_ADDR", "")[:45],
    )
    response = HttpResponseRedirect(_target(request, found), status=303)
    _set_cookie(response, token)
    return response


@public
@require_POST
def sign_out_now(request: HttpRequest) -> HttpResponse:
    """End the session on the server, and clear what the browser has kept of it."""
    token = request.COOKIES.get(settings.SESSION_COOKIE, "")
    if token:
        sign_out(actor=request.actor, token=token)  # type: ignore[attr-defined]  # as above
        request.actor = None  # type: ignore[attr-defined]  # as above
    response = render(request, "people/signed_out.html")
    response.delete_cookie(settings.SESSION_COOKIE, path="/", samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise NotFound("not the demo")


def _target(request: HttpRequest, found: Persona) -> str:
    """Return where to go: the page that was asked for, if it is ours, or the first page."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=settings.HTTPS
    ):
        return wanted
    return "/mina" if found.kind == "resident" else "/jag"


def _set_cookie(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        settings.SESSION_COOKIE,
        token,
        path="/",
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
