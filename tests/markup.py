"""A small judge of HTML: what a page may not contain, whoever wrote it."""

from html.parser import HTMLParser

_VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
_SELF_CLOSED = frozenset({"use", "path", "circle", "rect", "line"})
_PHRASING_ONLY = frozenset({"p", "h1", "h2", "h3", "button", "label", "span", "a", "summary"})
_BLOCK = frozenset(
    {
        *("p", "div", "ul", "ol", "dl", "table", "form", "section", "fieldset", "h1", "h2"),
        *("h3", "header", "footer", "main", "nav", "aside", "details", "dialog"),
    }
)
_INTERACTIVE = frozenset({"a", "button", "select", "textarea", "summary"})
_CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"div", "dt", "dd"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup"},
}
_REFERS = ("for", "aria-describedby", "aria-labelledby", "form", "aria-controls")


class _Judge(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wanted: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element where it stands."""
        self._place(tag)
        self._attributes(tag, attrs)
        if tag in {"h1", "h2", "h3", "h4"} and "dialog" not in self.open:
            self.headings.append(int(tag[1]))
        if tag not in _VOID and tag not in _SELF_CLOSED:
            self.open.append(tag)

    def _place(self, tag: str) -> None:
        parent = self.open[-1] if self.open else ""
        if parent in _CHILDREN and tag not in _CHILDREN[parent]:
            self.faults.append(f"<{tag}> in <{parent}>")
        holders = [name for name in self.open if name in _PHRASING_ONLY]
        if tag in _BLOCK and holders and not self._heading_in_summary(tag):
            self.faults.append(f"<{tag}> inside <{holders[-1]}>")
        if tag in _INTERACTIVE and set(self.open) & (_INTERACTIVE - {"details"}):
            self.faults.append(f"<{tag}> inside another control")
        if tag == "form" and "form" in self.open:
            self.faults.append("form in form")

    def _heading_in_summary(self, tag: str) -> bool:
        return tag in {"h2", "h3"} and self.open[-1] == "summary"

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        for name, value in attrs:
            if names.count(name) > 1:
                self.faults.append(f"{name} twice on <{tag}>")
            if name == "style" or name.startswith("on"):
                self.faults.append(f"{name}= on <{tag}>")
            if name == "id":
                self.ids.append(value or "")
            if name in _REFERS:
                self.wanted += [(name, one) for one in (value or "").split()]
            if name == "href" and (value or "").startswith("#") and len(value or "") > 1:
                self.wanted.append((name, (value or "")[1:]))
        if tag in {"style", "script"} and "src" not in names:
            self.faults.append(f"<{tag}> with content of its own")

    def handle_endtag(self, tag: str) -> None:
        """Every element ends where it should."""
        if tag in _VOID or tag in _SELF_CLOSED:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> out of place")


def faults(html: str) -> list[str]:
    """Return what is wrong with a whole page."""
    judge = _Judge()
    judge.feed(html)
    judge.close()
    found = judge.faults + [f"<{tag}> never ends" for tag in judge.open]
    found += [f"id {one} twice" for one in set(judge.ids) if judge.ids.count(one) > 1]
    found += [f"{name} → #{one}" for name, one in judge.wanted if one not in judge.ids]
    if judge.headings.count(1) != 1:
        found.append(f"{judge.headings.count(1)} h1")
    if not html.lower().startswith("<!doctype html>") or '<html lang="' not in html:
        found.append("no doctype or language")
    return sorted(set(found))
