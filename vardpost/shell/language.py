"""Language and appearance of every page: cookies set by buttons, without scripts too."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from vardpost.shell.access import public

LANGUAGES = ("sv", "en")
THEMES = ("auto", "light", "dark")
DENSITIES = ("comfortable", "compact")
LANGUAGE_COOKIE = "lang"
THEME_COOKIE = "theme"
DENSITY_COOKIE = "density"
_YEAR = 365 * 24 * 3600

Handler = Callable[[HttpRequest], HttpResponse]


def chosen_language(request: HttpRequest) -> str:
    """Return the cookie's language, else the first of ours that the browser asks for, else sv."""
    cookie = request.COOKIES.get(LANGUAGE_COOKIE)
    if cookie in LANGUAGES:
        return cookie
    for part in request.headers.get("Accept-Language", "")[:200].split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "sv"


class Language:
    """Put language and appearance on the request; the page is made in that language."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this request alone."""
        language = chosen_language(request)
        theme = request.COOKIES.get(THEME_COOKIE)
        request.theme = theme if theme in THEMES else "auto"  # type: ignore[attr-defined]  # ours
        close = request.COOKIES.get(DENSITY_COOKIE)
        request.density = close if close in DENSITIES else DENSITIES[0]  # type: ignore[attr-defined]  # ours
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def safe_next(request: HttpRequest) -> str:
    """Return the posted address to go back to, when it is one of ours; otherwise the start."""
    target = request.POST.get("next", "")
    if target.isprintable() and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return "/"


def _remember(request: HttpRequest, name: str, value: str, allowed: Sequence[str]) -> HttpResponse:
    response = HttpResponse(status=303, headers={"Location": safe_next(request)})
    if value in allowed:
        response.set_cookie(
            name, value, max_age=_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    return response


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page."""
    return _remember(request, LANGUAGE_COOKIE, request.POST.get("lang", ""), LANGUAGES)


@public
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the device, and go back to the page."""
    return _remember(request, THEME_COOKIE, request.POST.get("theme", ""), THEMES)


@public
@require_POST
def set_density(request: HttpRequest) -> HttpResponse:
    """Remember how close the rows of the staff's lists stand, and go back to the page."""
    return _remember(request, DENSITY_COOKIE, request.POST.get("density", ""), DENSITIES)
