"""Collect every text of the product, and compile the English ones.

    python -m tools.write_messages            extract, update locale/en, compile
    python -m tools.write_messages --check    change nothing; fail when a text lacks English,
                                              is no longer used, or the compiled file is old

The Swedish text in the code is the key. English stands in locale/en/LC_MESSAGES/django.po.
"""

import argparse
import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/templates/**.html": {
        "extensions": "jinja2.ext.do",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "later"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
}
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
#: Pages that are for developers and stay in Swedish.
NOT_TRANSLATED = ("templates/shell/styleguide/",)


def extracted() -> Catalog:
    """Return the texts that the code uses now."""
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(
        ROOT / "vardpost", METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",)
    )
    for name, _, message, comments, context in sorted(found, key=lambda row: str(row[2])):
        if not any(part in name for part in NOT_TRANSLATED):
            catalog.add(message, auto_comments=comments, context=context)
    return catalog


def updated(old: Catalog) -> Catalog:
    """Return the old English catalog with new texts added and unused ones gone."""
    fresh = Catalog(locale="en", charset="utf-8", project="Vårdpost", fuzzy=False)
    fresh.header_comment = "# English texts of Vårdpost. Written by tools/write_messages.py."
    for message in extracted():
        if message.id:
            known = old.get(message.id, message.context)
            text = known.string if known else None
            fresh.add(message.id, string=text, context=message.context)
    fresh.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    ]
    return fresh


def lacking(catalog: Catalog) -> list[str]:
    """Return the texts that have no English."""
    return [str(message.id) for message in catalog if message.id and not _translated(message)]


def _translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(texts) and all(texts)


def po_text(catalog: Catalog) -> bytes:
    """Return the catalog as a .po file: sorted, no line numbers, so only texts make it differ."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, sort_output=True, no_location=True, omit_header=True)
    header = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    )
    return f"{catalog.header_comment}\n{header}".encode() + out.getvalue()


def mo_bytes(text: bytes) -> bytes:
    """Return the compiled form of a .po file."""
    out = io.BytesIO()
    catalog = read_po(io.BytesIO(text), locale="en")
    # Babel writes the present minute into the file; without it the same texts give the same bytes.
    catalog.creation_date = catalog.revision_date = _ANY_DAY
    write_mo(out, catalog)
    return out.getvalue()


def main() -> int:
    """Write or check; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("--check", action="store_true", help="change nothing, fail on difference")
    check = parser.parse_args().check
    old = read_po(io.BytesIO(PO.read_bytes()), locale="en") if PO.exists() else Catalog(locale="en")
    catalog = updated(old)
    text = po_text(catalog)
    missing = lacking(catalog)
    for words in missing:
        print(f"no English: {words!r}")
    if not check:
        FOLDER.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(text)
        MO.write_bytes(mo_bytes(text))
        return 0
    stale = PO.read_bytes() != text or MO.read_bytes() != mo_bytes(text)
    if stale:
        print("locale/en is old: run python -m tools.write_messages")
    return 1 if stale or missing else 0


if __name__ == "__main__":
    sys.exit(main())
