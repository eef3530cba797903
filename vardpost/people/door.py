"""The door every request passes: session, scope, access mark, one transaction."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse

from vardpost.kernel.actor import Actor
from vardpost.kernel.db import ending_with
from vardpost.kernel.errors import (
    AppError,
    Denied,
    NotFound,
    SignInNeeded,
    TermsFirst,
    Unavailable,
)
from vardpost.operating.shown import put_strips, put_strips_for_strangers
from vardpost.people.looks import leave_row
from vardpost.people.queries import holders
from vardpost.people.session import ACCENT, NOTICES, open_scope
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.policy.roles import Role
from vardpost.policy.words import given_by
from vardpost.shell import errors
from vardpost.shell.access import Access
from vardpost.shell.pages import Drawing
from vardpost.useterms.waiting import WAITS

Response = HttpResponse
View = Callable[..., Response]
#: What PostgreSQL says when it lives but may not write for us: rights withdrawn, a standby.
_MAY_NOT_WRITE = {"42501", "25006"}
#: What is asked so changes nothing but the ledger: its page may be drawn while that is written.
_SAFE = {"GET", "HEAD"}


class Door:
    """Middleware that calls the view itself, inside the transaction, or refuses."""

    def __init__(self, get_response: Callable[[HttpRequest], Response]) -> None:
        """Keep the next middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Response:
        """Give every request an actor attribute, and pass it on."""
        request.actor = None  # type: ignore[attr-defined]  # set here for every view
        put_strips_for_strangers(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Mapping[str, Any]
    ) -> Response:
        """Run the view as the house demands; a connection that was cut is tried once more."""
        request.scoped = False  # type: ignore[attr-defined]  # nothing is written before it is set
        mark: Access | None = getattr(view, "access", None)
        if mark is not None and mark.lasting:
            put_strips(request, None)  # help is shown, whether or not the database is there
        if mark is not None and mark.who == "probe":
            return view(request, **kwargs)
        for last in (False, True):
            try:
                return self._enter(request, view, kwargs)
            except AppError as error:
                return self._refuse(request, error, kwargs)
            except DatabaseError as error:
                if not unavailable(error):
                    raise
                cut = _was_cut()
                if last or not cut or not _may_retry(request):
                    return _without_database(request, view, kwargs, error)
        raise AssertionError("unreachable")

    def _enter(self, request: HttpRequest, view: View, kwargs: Mapping[str, Any]) -> Response:
        access: Access | None = getattr(view, "access", None)
        if access is None:
            raise NotFound("unmarked view")
        drawing = Drawing()
        with ending_with(drawing.draw):
            actor = scope(request, str(kwargs.get("unit", "")))
            admit(access, actor)
            ask_terms(access, actor)
            response = view(request, **kwargs)
            leave_row(request, access, response, kwargs)
            drawing.page = response
            if request.method not in _SAFE:
                drawing.drawn()
        return drawing.drawn()

    def _refuse(self, request: HttpRequest, error: AppError, kwargs: Mapping[str, Any]) -> Response:
        """Show the refusal; `people.refusals` writes its row."""
        request.refused = error  # type: ignore[attr-defined]  # for the ledger's row
        if isinstance(error, Denied):
            before = request.actor  # type: ignore[attr-defined]  # knows what was refused
            try:
                with transaction.atomic():
                    name_givers(scope(request, str(kwargs.get("unit", ""))), error)
                    request.actor = before  # type: ignore[attr-defined]  # as above
            except DatabaseError as failure:
                put_strips(request, None)
                return errors.answer(request, Unavailable(str(failure)))
        return errors.answer(request, error)


def _without_database(
    request: HttpRequest, view: View, kwargs: Mapping[str, Any], error: DatabaseError
) -> Response:
    """Answer that the service is away; a page that lasts is shown, as to a stranger."""
    put_strips(request, None)
    mark: Access | None = getattr(view, "access", None)
    if mark is None or not mark.lasting:
        return errors.answer(request, Unavailable(str(error)))
    request.actor = None  # type: ignore[attr-defined]  # see Door.__call__
    return view(request, **kwargs)


def scope(request: HttpRequest, unit_slug: str) -> Actor | None:
    """Set the transaction's scope from the session cookie; keep and return the actor."""
    token = request.COOKIES.get(settings.SESSION_COOKIE, "")
    actor = None
    if token:
        actor = open_scope(
            token,
            unit_slug,
            request_id=getattr(request, "request_id", ""),
            address=request.META.get("REMOTE_ADDR", "")[:45],
            quietly=request.method == "GET" and request.headers.get("X-Live") == "1",
        )
        if actor is not None:
            put_strips(request, str(actor.facts.get(NOTICES) or ""))
            request.accent = actor.facts.get(ACCENT) or ""  # type: ignore[attr-defined]  # page.html
    request.actor = actor  # type: ignore[attr-defined]  # see Door.__call__
    request.scoped = True  # type: ignore[attr-defined]  # see Door.process_view
    return actor


def admit(access: Access, actor: Actor | None) -> None:
    """Let the actor in, or raise; a stranger to the unit is told nothing of it.

    Raises `SignInNeeded`, `NotFound` or `Denied`.
    """
    if access.who == "public":
        return
    if actor is None:
        raise SignInNeeded
    if access.who == "signed-in":
        return
    kind = actor.kind == access.who and (actor.is_resident or actor.roles)
    if not kind and access.who != "resident or staff":
        raise NotFound
    if access.permission is not None and not can(actor, access.permission):
        raise Denied(access.permission)


def ask_terms(access: Access, actor: Actor | None) -> None:
    """Let nobody by who has terms of use to accept, but to what anybody may open.

    Raises `TermsFirst`.
    """
    open_to_all = access.who == "public" or access.before_terms
    if actor is not None and actor.facts.get(WAITS) is not None and not open_to_all:
        raise TermsFirst


def unavailable(error: DatabaseError) -> bool:
    """Whether the database is gone, too slow, or may not write: the same may work in a while."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return getattr(error.__cause__, "sqlstate", None) in _MAY_NOT_WRITE


def name_givers(actor: Actor | None, error: AppError) -> None:
    """Put on a refusal who at the actor's own unit can give what is missing, for the page."""
    if not isinstance(error, Denied) or actor is None or actor.unit is None:
        return
    if error.permission in set(Permission) and Role.UNIT_ADMIN in given_by(error.permission):
        names = holders(actor.unit.id, Role.UNIT_ADMIN)
        if names:
            error.facts["givers"] = names


def _was_cut() -> bool:
    """Whether the connection is lost; then the next one starts afresh. A slow one is kept."""
    inside = connection.connection
    cut = inside is None or bool(inside.closed)
    if cut:
        connection.close()
    return cut


def _may_retry(request: HttpRequest) -> bool:
    """Whether nothing can have been written: a read, or a session that was never looked up."""
    token = settings.SESSION_COOKIE in request.COOKIES
    return request.method in _SAFE or (
        token and not request.scoped  # type: ignore[attr-defined]  # set in process_view
    )
