"""The form of a page as a browser would send it back: every field with what it shows."""

from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Fields = dict[str, list[str]]


class _Reader(HTMLParser):
    """Collects the fields of the forms that lead to one address."""

    def __init__(self, page: str, target: str) -> None:
        super().__init__()
        self.page, self.target = page, target
        self.here = False
        self.found: Fields = {}
        self.forms = 0
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, or a field in it."""
        has = {key: value or "" for key, value in attrs}
        if tag == "form":
            leads = urlsplit(urljoin(self.page, has.get("action") or self.page)).path
            post = has.get("method", "get").lower() == "post"
            # Several forms may lead there, such as one a row: the first is sent.
            self.here = post and leads == self.target and not self.forms
            self.forms += self.here
        elif self.here and has.get("name") and "disabled" not in has:
            self._field(tag, has)
        elif tag == "option" and self.select and "selected" in has:
            self.found[self.select] = [has.get("value", "")]

    def _field(self, tag: str, has: Mapping[str, str]) -> None:
        name = has["name"]
        if tag == "textarea":
            self.area = name
            self.found.setdefault(name, []).append("")
        elif tag == "select":
            self.select = name
        elif tag == "input":
            kind = has.get("type", "text")
            chosen = kind not in {"checkbox", "radio"} or "checked" in has
            if chosen and kind not in {"submit", "file", "image"}:
                self.found.setdefault(name, []).append(has.get("value", "on"))

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a field."""
        if tag == "form":
            self.here = False
        elif tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        """Keep what stands in a text area."""
        if self.area:
            self.found[self.area][-1] += data.removeprefix("\n")


def fields_of(html: str, page: str, target: str) -> Fields:
    """Return the fields of the first form on the page `page` that is posted to `target`."""
    reader = _Reader(page, target)
    reader.feed(html)
    assert reader.forms, f"{page} has no form to {target}"
    reader.found.pop("csrfmiddlewaretoken", None)
    return reader.found
