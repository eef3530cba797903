"""The strips of a request: what the door puts on it, and what the reader has put away."""

import re

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from vardpost.operating.queries import strips, strips_for_strangers
from vardpost.operating.values import Strip
from vardpost.shell.jinja import language

HIDDEN_COOKIE = "hidden_notices"
_KEY = re.compile(r"[0-9a-f]{12}-[0-9]{1,6}\Z")


def is_key(text: str) -> bool:
    """Whether a text has the shape of a strip's key."""
    return _KEY.match(text) is not None


def hidden_keys(request: HttpRequest) -> list[str]:
    """Return the keys of the strips that were put away on this device; none of a strange cookie."""
    return [one for one in request.COOKIES.get(HIDDEN_COOKIE, "").split(".") if is_key(one)]


def put_strips(request: HttpRequest, text: str | None) -> None:
    """Put the strips on the request, from what the session's statement gave with it."""
    request.operating = strips(  # type: ignore[attr-defined]  # read by shell/_operating.html
        text, language(), hidden_keys(request)
    )


def put_strips_for_strangers(request: HttpRequest) -> None:
    """Let a stranger's page ask for its strips when it draws them."""

    def ask() -> tuple[Strip, ...]:
        return strips_for_strangers(language(), hidden_keys(request))

    request.operating = SimpleLazyObject(ask)  # type: ignore[attr-defined]  # as above
