"""Pages of the shell itself: the start, running texts, the style guide (debug only), the icon."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from vardpost.shell import samples
from vardpost.shell.access import lasting, public
from vardpost.shell.jinja import language
from vardpost.shell.marks import asset

#: Address → heading of the pages of running text.
TEXTS = {
    "hjalp": gettext_noop("Hjälp"),
    "tillganglighet": gettext_noop("Tillgänglighetsredogörelse"),
    "personuppgifter": gettext_noop("Så hanterar vi dina uppgifter"),
    "kakor": gettext_noop("Kakor"),
    "kontakt": gettext_noop("Teknisk support"),
}
PAGES = ("components", "resident", "thread", "inbox")


@public
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what this is, and lead residents and staff to where they sign in, or to their pages."""
    actor = getattr(request, "actor", None)
    home = "" if actor is None else "/mina" if actor.is_resident else "/jag"
    return render(request, "shell/start.html", {"home": home})


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that look for an icon at the root to the one we have."""
    return HttpResponse(status=301, headers={"Location": asset("favicon.ico")})


@public
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return _sample(request, "components")


@public
@require_safe
def styleguide_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show a whole page made of the components: resident, thread or inbox."""
    return _sample(request, page)


@lasting
@require_safe
def text_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page of running text in the reader's language, in the reader's frame if known."""
    actor = getattr(request, "actor", None)
    resident = actor is not None and actor.is_resident
    context = {
        "layout": "shell/resident.html" if resident else "shell/public.html",
        "text": f"shell/texts/{name}.{language()}.html",
        "title": gettext(TEXTS[name]),
        "active": name,
    }
    return render(request, "shell/texts/page.html", context)


def _sample(request: HttpRequest, page: str) -> HttpResponse:
    if not settings.DEBUG or page not in PAGES:
        raise Http404
    request.actor = samples.actor(staff=page == "inbox")  # type: ignore[attr-defined]  # ours
    return render(request, f"shell/styleguide/{page}.html", samples.context())
