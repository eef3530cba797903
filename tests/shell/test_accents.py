"""The colours a region may have: each passes AA wherever the accent is used, light and dark."""

import re

import pytest

from tools import write_accents as tool
from vardpost.shell.accents import ACCENTS

P = "--ds-color-accent-"
#: What stands on what: text in the accent, and what is written on a button.
TEXT = [
    (f"{P}{text}", f"{P}{ground}")
    for text in ("text-default", "text-subtle")
    for ground in ("background-default", "background-tinted", "surface-default", "surface-tinted")
] + [(f"{P}base-contrast-default", f"{P}base-{state}") for state in ("default", "hover", "active")]
#: Lines that tell a field or a button from the page.
LINES = [(f"{P}border-{kind}", f"{P}background-default") for kind in ("default", "strong")]


def luminance(color: str) -> float:
    """Return the relative luminance of WCAG."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_file_is_as_the_tool_writes_it() -> None:
    assert tool.FILE.read_text(encoding="utf-8") == tool.css()
    assert set(tool.HUES) == set(ACCENTS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("key", tool.HUES)
def test_every_colour_passes(key: str, scheme: str) -> None:
    found = tool.tokens(key, scheme)
    assert set(found) == set(tool.theme(scheme))
    assert len(found) == 16
    for least, pairs in ((4.5, TEXT), (3.0, LINES)):
        for over, under in pairs:
            ratio = contrast(found[over], found[under])
            assert ratio >= least, f"{key} {scheme}: {over} on {under} {ratio:.2f}"


def test_a_measure_that_can_fail() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert contrast("#7fa7ae", "#ffffff") < 4.5
    assert re.fullmatch(r"#[0-9a-f]{6}", tool.tokens("hav", "light")[f"{P}base-default"])
