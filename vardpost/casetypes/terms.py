"""Terms texts: a small part of Markdown, as HTML for a page and as the lines that people read.

Headings (`#`, `##` and on), lists (`-`, `1.`), paragraphs, emphasis (`*`, `**`) and links to
https, tel and mailto. Everything else is shown as it was typed: HTML is text, a link to anywhere
else stays in its brackets. What the reader makes goes through a sanitiser that allows just that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

SCHEMES = ("https", "tel", "mailto")
#: Longer than any terms text; more is a mistake in pasting.
LONGEST = 12_000

_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_TAGS = {"h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "p", "strong", "em", "a", "br"}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_CLASSES = {"a": {"ds-link"}, "p": {"ds-paragraph"}, **{one: {"ds-heading"} for one in _HEADINGS}}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, **{one: {"data-size"} for one in _HEADINGS}}


def _allowed(url: str) -> bool:
    return url.split(":", 1)[0].lower() in SCHEMES and ":" in url


_READER = MarkdownIt("zero", {"html": False, "linkify": False}).enable(
    ["heading", "list", "emphasis", "link", "escape", "newline"]
)
_READER.validateLink = _allowed  # type: ignore[method-assign]  # how the library is told


@dataclass(frozen=True, slots=True)
class Part:
    """One line as people read it, without its marks; a paragraph is one line."""

    kind: Literal["heading", "item", "paragraph"]
    text: str


@lru_cache(maxsize=256)
def html(body: str, level: int = 3) -> str:
    """Return a text as HTML that is safe to put on a page; `level` is that of its headings."""
    tokens = _READER.parse(body)
    for token in tokens:
        _dress(token, level)
        for inner in token.children or ():
            _dress(inner, level)
    return nh3.clean(
        _READER.renderer.render(tokens, _READER.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )


def parts(body: str) -> list[Part]:
    """Return the lines of a text as they are read, for counting and searching."""
    found: list[Part] = []
    kind: Literal["heading", "item", "paragraph"] = "paragraph"
    depth = 0
    for token in _READER.parse(body):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            kind = "heading"
        elif token.type == "paragraph_open":
            kind = "item" if depth else "paragraph"
        elif token.type == "inline":
            found.append(Part(kind, _words(token.children or [])))
    return found


def refused_links(body: str) -> list[str]:
    """Return the addresses of links that would be shown as text, as they were typed."""
    return [url for url in _LINK.findall(body) if not _allowed(url)]


def _words(tokens: Sequence[Token]) -> str:
    breaks = {"softbreak", "hardbreak"}
    return "".join(" " if one.type in breaks else one.content for one in tokens)


def _dress(token: Token, level: int) -> None:
    """Give a token our classes, and a heading the level that the page has room for."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(6, level + (int(token.tag[1:]) > 2))}"
        if token.type == "heading_open":
            token.attrs = {"class": "ds-heading", "data-size": "xs"}
    elif token.type == "paragraph_open":
        token.attrSet("class", "ds-paragraph")
    elif token.type == "link_open":
        token.attrs = {"class": "ds-link", "href": str(token.attrs.get("href", ""))}
