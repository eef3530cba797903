"""What every answer carries: request number, security headers; and what is refused at the door."""

from collections.abc import Callable

import structlog
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from vardpost.kernel.ids import new_id
from vardpost.shell import errors

Handler = Callable[[HttpRequest], HttpResponse]

#: Pages about a person: never kept by browser or proxy.
PERSONAL = (
    *("/mina", "/ny", "/mottagningar", "/m/", "/jag", "/r/", "/n/"),
    *("/logga-", "/demo", "/live"),
)
#: What is named by the hash of its content, and is about nobody, is kept for good.
LASTING = "public, max-age=31536000, immutable"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "microphone=(), payment=(), usb=(), interest-cohort=(), browsing-topics=()"
    ),
    "X-Frame-Options": "DENY",
}
#: A watchdog may ask by address.
_PROBES = frozenset({"/healthz", "/readyz"})
#: Bytes of all headers together; what a browser sends us is a twentieth of it.
_MOST_HEADERS = 32_768
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})


class Headers:
    """The outermost step: numbers the request, adds the headers."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next step and what does not change while the process lives."""
        self.get_response = get_response
        self.headers = {**_HEADERS, "Content-Security-Policy": build_policy()}
        if settings.HTTPS:
            self.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the number of the request in the log and on the answer."""
        number = str(new_id())
        request.request_id = number  # type: ignore[attr-defined]  # ours, read by errors and audit
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=number)
        response = self.get_response(request)
        headers = response.headers
        for name, value in self.headers.items():
            headers.setdefault(name, value)
        headers["X-Request-Id"] = number
        if not response.streaming:
            # One write instead of a chunked answer, and a client knows when it has everything.
            headers["Content-Length"] = str(len(response.content))
        if headers.get("Cache-Control") == LASTING:
            pass
        elif getattr(request, "actor", None) is not None or request.path.startswith(PERSONAL):
            headers["Cache-Control"] = "no-store"
        else:
            headers.setdefault("Cache-Control", "private, no-cache")
        return response


class Limits:
    """Refuses the absurd before anything is read; within the steps that make a whole page."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or go on."""
        return self.refuse(request) or self.get_response(request)

    def refuse(self, request: HttpRequest) -> HttpResponse | None:
        """Refuse unknown methods (TRACE too), headers and bodies above the limits, unread."""
        if request.method not in _METHODS:
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD, POST"})
        if request.path not in _PROBES and not _ours(request):
            return HttpResponse("Bad Request\n", status=400, content_type="text/plain")
        headers = sum(len(text) for name, text in request.META.items() if name[:5] == "HTTP_")
        if headers > _MOST_HEADERS:
            return errors.page(request, "too_large", 431)
        length = request.META.get("CONTENT_LENGTH") or "0"
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if not length.isascii() or not length.isdigit():
            return errors.page(request, "bad_request", 400)
        if limit and int(length) > limit and int(length) > limit + _files(request):
            return errors.page(request, "too_large", 413)
        return None


def _files(request: HttpRequest) -> int:
    """Return how many bytes of files the page takes, beside what is typed; most take none."""
    if request.content_type != "multipart/form-data":
        return 0
    try:
        most: int = getattr(resolve(request.path_info).func, "files", 0)
    except Resolver404:
        return 0
    return most


def _ours(request: HttpRequest) -> bool:
    """Whether the host is one of ALLOWED_HOSTS: nothing is ever made from a foreign one."""
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False
