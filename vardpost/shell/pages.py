"""Pages drawn last: when all is read and recorded, while the commit is under way (ADR 0025)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

Context = Callable[[], dict[str, Any]]


class LatePage(TemplateResponse):
    """A page whose words, too, are put together when it is drawn."""

    def resolve_context(self, context: Any) -> dict[str, Any]:
        """Return what the page is drawn from."""
        told: dict[str, Any] = context()
        return told


def late(request: HttpRequest, template: str, context: Context, status: int = 200) -> HttpResponse:
    """Return a page that the door draws when the view has ended; `context` asks no database."""
    return LatePage(request, template, context, status=status)  # type: ignore[arg-type]  # see above


class Drawing:
    """Draws one page, and keeps what went wrong until the transaction has ended."""

    def __init__(self) -> None:
        """Begin with nothing to draw; the door puts the view's page here."""
        self.page = HttpResponse(status=500)
        self._failed: Exception | None = None

    def draw(self) -> None:
        """Draw the page, if it is one that is drawn last. Raises nothing: a commit is under way."""
        try:
            if isinstance(self.page, LatePage):
                self.page.render()
        except Exception as error:  # noqa: BLE001  # raised by `drawn`
            self._failed = error

    def drawn(self) -> HttpResponse:
        """Return the page as it is sent. Raises what went wrong when it was drawn."""
        if self._failed is None:
            self.draw()
        if self._failed is not None:
            raise self._failed
        return self.page
