"""A person's own choices about notices, and what the demo would have sent."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.notices.actions import change_settings, read_settings
from vardpost.notices.forms import parse, typed
from vardpost.notices.queries import Choices, letters
from vardpost.policy.permissions import Permission
from vardpost.shell.access import public, resident, signed_in

RESIDENT, STAFF = "/mina/aviseringar", "/jag/installningar"


@resident(Permission.NOTICE_SETTINGS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def resident_settings(request: HttpRequest) -> HttpResponse:
    """Show and keep what a resident wants to be told of, and where."""
    return _settings(request, RESIDENT, "notices/resident.html")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def staff_settings(request: HttpRequest) -> HttpResponse:
    """Show and keep what staff want to be told of; residents have a page of their own."""
    if not _actor(request).is_staff:
        return HttpResponseRedirect(RESIDENT)
    return _settings(request, STAFF, "notices/staff.html")


@public
@require_GET
def demo_post(request: HttpRequest) -> HttpResponse:
    """Show the e-mails that the demo would have sent."""
    if not settings.DEMO:
        raise NotFound("not the demo")
    return render(request, "notices/demo_post.html", {"letters": letters()})


def _settings(request: HttpRequest, address: str, template: str) -> HttpResponse:
    actor = _actor(request)
    if request.method != "POST":
        return _page(request, template, read_settings(actor=actor), {})
    try:
        change_settings(actor=actor, new=parse(request.POST.dict()))
    except BadInput as error:
        shown = typed(request.POST.dict())
        if actor.is_staff:
            shown = replace(shown, email=read_settings(actor=actor).email)
        return _page(request, template, shown, error.errors)
    return HttpResponseRedirect(f"{address}?sparat=1", status=303)


def _page(
    request: HttpRequest, template: str, chosen: Choices, errors: dict[str, str]
) -> HttpResponse:
    saved = not errors and request.GET.get("sparat") == "1"
    context = {"chosen": chosen, "errors": errors, "saved": saved}
    return render(request, template, context, status=422 if errors else 200)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    return actor
