"""The texts that ship with the product: what the very first draft begins with. Pure."""

from pathlib import Path

from vardpost.useterms.values import Audience, Words

_PLACE = Path(__file__).parent / "definitions"


def shipped(audience: Audience) -> Words:
    """Return the texts that a first version is written from."""
    sv, en = (
        (_PLACE / f"{audience.value}.{language}.txt").read_text("utf-8").strip()
        for language in ("sv", "en")
    )
    return Words(text_sv=sv, text_en=en)
