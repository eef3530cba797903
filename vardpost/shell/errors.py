"""Error pages: plain words, what to do next, a number that the log holds too, typed text kept.

Views do not catch. `ErrorPages` turns what they raise into a page; `answer` is for the steps
outside the views, which Django hands to the `handler…` functions below.
"""

import sys
from collections.abc import Callable, Sequence
from urllib.parse import quote, urlsplit

import structlog
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from vardpost.kernel import errors as kinds
from vardpost.shell.error_texts import error_text

LOG = structlog.get_logger("vardpost.errors")
SIGN_IN = "/logga-in"
#: The header that tells a script what must be done first: `sign_in` or `terms_first`.
WHY = "X-Refused"
#: Where the terms of use are read and accepted (`vardpost/useterms`).
TERMS = "/anvandarvillkor/godkann"
#: Fields of the page's own machinery, never shown again.
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "next"})
_KEPT_LIMIT = 200_000
#: Sending the same once more would be refused once more: the text is shown to be copied.
_NOT_AGAIN = frozenset(
    {"stale", "wrong_state", "denied", "not_found", "bad_input", "bad_request", "gone"}
)
_RETRY_SECONDS = 10
_UNREADABLE = (UnreadablePostError, MultiPartParserError)

Handler = Callable[[HttpRequest], HttpResponse]


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed in a form of ours, to be offered again. Nothing from a foreign page."""
    if request.method != "POST" or not _from_here(request):
        return []
    try:
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in _NOT_TYPED
            for value in values
        ]
    except (SuspiciousOperation, BadRequest, *_UNREADABLE):
        return []
    return fields if sum(len(value) for _, value in fields) <= _KEPT_LIMIT else []


def _from_here(request: HttpRequest) -> bool:
    """Whether the form was on a page of this site; a foreign page's text is never re-offered."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(origin).netloc == request.get_host()
    except (SuspiciousOperation, ValueError):
        return False  # a host that is not ours, or no address at all


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script asked, for a piece of a page or for data."""
    return request.headers.get("X-Fragment") == "1" or wants_data(request)


def wants_data(request: HttpRequest) -> bool:
    """Whether a script asked and wants JSON."""
    return "application/json" in request.headers.get("Accept", "")


def page(
    request: HttpRequest,
    code: str,
    status: int,
    *,
    facts: dict[str, object] | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    """Return the error page, its fragment (`X-Fragment: 1`) or JSON, with the request's number."""
    reference = getattr(request, "request_id", "")
    text = error_text(code, facts or {})
    if wants_data(request):
        body = {"code": code, "title": text.title, "text": text.text, "reference": reference}
        response: HttpResponse = JsonResponse(body | {"errors": errors or {}}, status=status)
    else:
        fragment = wants_fragment(request)
        kept = [] if fragment else kept_fields(request)
        response = render(
            request,
            "shell/_error.html" if fragment else "shell/error.html",
            {
                "text": text,
                "status": status,
                "reference": reference,
                "field_errors": errors or {},
                "kept": kept,
                "file_lost": bool(kept and request.FILES),
                "again": code not in _NOT_AGAIN,
                "terms": TERMS if code == kinds.TermsFirst.code else "",
                "home": _home(request),
            },
            status=status,
        )
    if status == kinds.Unavailable.status:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def _home(request: HttpRequest) -> str:
    actor = getattr(request, "actor", None)
    if actor is None:
        return "/"
    unit = getattr(actor, "unit", None)
    return f"/m/{unit.slug}" if actor.is_staff and unit else "/mina" if actor.is_resident else "/"


def answer(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Return the answer to an error of any kind, and log its kind and number (never its text)."""
    if isinstance(error, kinds.SignInNeeded):
        return _first(request, SIGN_IN, error)
    if isinstance(error, kinds.TermsFirst):
        return _first(request, TERMS, error)
    code, status, facts, fields = _known(error)
    log = LOG.error if status >= 500 else LOG.info
    log("refused", code=code, status=status, kind=type(error).__name__)
    return page(request, code, status, facts=facts, errors=fields)


def _known(error: BaseException) -> tuple[str, int, dict[str, object], dict[str, str]]:
    if isinstance(error, kinds.AppError):
        fields = error.errors if isinstance(error, kinds.BadInput) else {}
        return error.code, error.status, error.facts, fields
    table: Sequence[tuple[type[BaseException] | tuple[type[BaseException], ...], str, int]] = (
        (Http404, "not_found", 404),
        (RequestDataTooBig, "too_large", 413),
        ((TooManyFieldsSent, TooManyFilesSent), "too_large", 413),
        (PermissionDenied, "denied", 403),
        ((OperationalError, InterfaceError), "unavailable", 503),
        ((SuspiciousOperation, BadRequest, *_UNREADABLE), "bad_request", 400),
    )
    for kind, code, status in table:
        if isinstance(error, kind):
            return code, status, {}, {}
    return "error", 500, {}, {}


def _first(request: HttpRequest, address: str, error: kinds.AppError) -> HttpResponse:
    """Lead a reader to what must be done first, and back; tell a writer, who keeps the text."""
    reads = request.method in ("GET", "HEAD")
    if reads and not wants_fragment(request):
        target = f"{address}?next={quote(request.get_full_path())}"
        return HttpResponse(status=303, headers={"Location": target})
    response = page(request, error.code, error.status)
    response.headers[WHY] = error.code
    return response


class ErrorPages:
    """Turns what a view raised into a page; the unexpected goes on to Django's log first."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the bare 405 of a view the page of the house."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            allow = response.headers.get("Allow", "GET")
            response = page(request, "method", 405)
            response.headers["Allow"] = allow
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer known errors; None lets Django log the unknown and call `failed`."""
        code, _, _, _ = _known(error)
        return None if code == "error" else answer(request, error)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler400`."""
    return answer(request, exception or BadRequest())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler403`."""
    return answer(request, exception or PermissionDenied())


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`handler404`."""
    return answer(request, exception or Http404())


def failed(request: HttpRequest) -> HttpResponse:
    """`handler500`: also what was raised outside the views, such as by a lost database."""
    return answer(request, sys.exc_info()[1] or RuntimeError())


def csrf(request: HttpRequest) -> HttpResponse:
    """Answer a post without a valid token; what was typed is offered with a fresh one."""
    LOG.info("refused", code="csrf", status=403, kind="csrf")
    return page(request, "csrf", 403)
