"""Terms texts: what is drawn of Markdown, what is filled in, and how hard it is to read."""

import hashlib
import re

import pytest

from vardpost.casetypes.lix import lix
from vardpost.casetypes.national import national_types
from vardpost.casetypes.placeholders import NAMES, fill, unknown, used
from vardpost.casetypes.terms import Part, html, parts, refused_links

TEXTS = [body for national in national_types() for body in (national.terms_sv, national.terms_en)]
#: Every tag that may come out, as it is written.
ALLOWED = re.compile(
    r'</?(?:ul|ol|li|strong|em)>|<br ?/?>|<p class="ds-paragraph">|</p>|</a>|'
    r'<h[2-6] class="ds-heading" data-size="xs">|</h[2-6]>|<ol start="\d+">|'
    r'<a class="ds-link" href="(?:https|tel|mailto):[^"<>]*" rel="noopener noreferrer">'
)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](http://example.org)",
    "[x](//example.org)",
    "[x](/mina/arenden)",
    "[x](&#106;avascript:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    '[x](https://example.org "onmouseover=alert(1)")',
    '[x](https://example.org/"onmouseover="alert(1))',
    "![x](https://example.org/x.png)",
    "<https://example.org> <javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "**<b onclick=alert(1)>**",
    "# <svg/onload=alert(1)>",
    "- <iframe src=https://example.org>",
    "`<a href=javascript:alert(1)>`",
    "> quoted\n\n---\n\n| a | b |\n|---|---|\n| <i> | x |",
    "&lt;script&gt; &#60;script&#62;",
    "<!-- --><![CDATA[<script>]]>",
    "[" * 500 + "x" + "](https://a)" * 500,
    "*" * 3000 + "x",
    "- " * 300 + "deep",
    "<style>*{display:none}</style>",
]


def tags(made: str) -> list[str]:
    return re.findall(r"<[^>]*>", made)


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: body[:30])
def test_nothing_but_the_subset_comes_out(body: str) -> None:
    made = html(body)
    assert [tag for tag in tags(made) if not ALLOWED.fullmatch(tag)] == []
    assert "<" not in ALLOWED.sub("", made)


def test_the_subset_is_drawn() -> None:
    assert html("## Hej\n\nEn *kort* och **stark**\nrad.\n\n- ett\n- två\n\n3. tre\n", 2) == (
        '<h2 class="ds-heading" data-size="xs">Hej</h2>\n'
        '<p class="ds-paragraph">En <em>kort</em> och <strong>stark</strong>\nrad.</p>\n'
        "<ul>\n<li>ett</li>\n<li>två</li>\n</ul>\n"
        '<ol start="3">\n<li>tre</li>\n</ol>\n'
    )
    for url in ("https://example.org/a?b=1", "tel:+46980319225", "mailto:eva@example.org"):
        assert f'href="{url}"' in html(f"[x]({url})")
    assert "<h6" in html("### Hej", 6)


def test_a_link_that_is_not_made_is_told_and_stays_readable() -> None:
    assert "[x](http://example.org)" in html("[x](http://example.org)")
    assert refused_links("[a](http://example.org) [b](https://b.example) [c](bilder/c.png)") == [
        "http://example.org",
        "bilder/c.png",
    ]


def drawn_before(body: str) -> str:
    """How a text was drawn when it was headings, lists and paragraphs alone, from escaped lines."""
    made = []
    for part in filter(str.strip, body.replace("\r\n", "\n").split("\n\n")):
        lines = [
            line.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            for line in part.split("\n")
            if line.strip()
        ]
        if all(line.startswith("- ") for line in lines):
            items = "".join(f"<li>{line[2:].strip()}</li>" for line in lines)
            made.append(f"<ul>{items}</ul>")
        elif len(lines) == 1 and lines[0].startswith("## "):
            made.append(f'<h3 class="ds-heading" data-size="xs">{lines[0][3:].strip()}</h3>')
        else:
            made.append(f'<p class="ds-paragraph">{" ".join(lines)}</p>')
    return "".join(made)


@pytest.mark.parametrize(
    "body", TEXTS, ids=lambda body: hashlib.sha256(body.encode()).hexdigest()[:6]
)
def test_the_nations_texts_are_drawn_as_before(body: str) -> None:
    drawn = re.sub(r">\s+<", "><", html(body)).strip().replace("\n", " ")
    assert drawn == drawn_before(body)


def test_lines_are_read_without_their_marks() -> None:
    assert parts("## Rubrik\n\nEn **rad**\nsom [går](https://a.example).\n\n- ett\n\n<b>x</b>") == [
        Part("heading", "Rubrik"),
        Part("paragraph", "En rad som går."),
        Part("item", "ett"),
        Part("paragraph", "<b>x</b>"),
    ]


def test_placeholders_are_found_and_strange_ones_told() -> None:
    assert used("{{telefon}} {{ mottagning }} {{telefon}} {{annat}}") == ["telefon", "mottagning"]
    assert unknown("{{telefon}} {{Telefon}} {{}} {{annat}} {{annat}}") == [
        "{{Telefon}}",
        "{{}}",
        "{{annat}}",
    ]
    assert unknown("{{telefon} och }}") == ["{{", "}}"]
    assert unknown(" ".join(f"{{{{{name}}}}}" for name in NAMES)) == []


def test_what_is_filled_in_is_text_whatever_it_holds() -> None:
    values = {
        "mottagning": "Tall*mo* [v](https://example.org) <b>&amp;\n# x",
        "telefon": "0980-319 225",
        "tel:telefon": "+46980319225",
    }
    made = html(fill("Ring [{{telefon}}](tel:{{telefon}}), {{mottagning}}, {{region}}.", values))
    assert made == (
        '<p class="ds-paragraph">Ring <a class="ds-link" href="tel:+46980319225" '
        'rel="noopener noreferrer">0980-319 225</a>, '
        "Tall*mo* [v](https://example.org) &lt;b&gt;&amp;amp; # x, {{region}}.</p>\n"
    )
    assert fill("{{telefon}}", {"telefon": "{{region}}", "region": "x"}) == "{{region}}"


@pytest.mark.parametrize(
    ("body", "counted"),
    [
        ("", 0),
        ("{{telefon}}", 1),
        # 5 words in one sentence, none long: 5 + 0.
        ("Vi läser på dagen här.", 5),
        # 8 words in 2 sentences, 1 long (mottagningen): 4 + 12.5 = 16.5.
        ("Mottagningen är öppen nu. Ring om du vill.", 16),
        # A heading (2 words, 1 long) and two points (2 and 3 words, 0 long): 7/3 + 100/7 = 16.6.
        ("## Skicka handlingar\n\n- Ring oss\n- Kom in nu", 17),
        # 6 letters are short, 7 are long: 2 words, 1 long: 2 + 50.
        ("sexton sjutton", 52),
        # A decimal and a time part no sentence; `1177`, `8.30` and `16` are words of digits.
        # 9 words (Ring, 1177, före, kl, 8, 30, eller, efter, 16), 1 sentence: 9.
        ("Ring 1177 före kl 8.30 eller efter 16.", 9),
        # A colon ends a sentence as a full stop does: 5 words, 2 sentences.
        ("Tänk på: ta med pass", 2),
        # The address of a link is not read: 2 words.
        ("[Läs mer](https://example.org/mycket-langa-adresser)", 2),
        # A placeholder counts as one short word: 4 words.
        ("Ring {{telefon}} på {{oppettider}}", 4),
    ],
)
def test_lix_as_counted_by_hand(body: str, counted: int) -> None:
    assert lix(body) == counted
