"""Write `shell/static/css/accents.css`: the theme's accent in the colours that a region may have.

`python -m tools.write_accents [--check]`. Each is the accent of designsystemet.css with another
hue at the same lightness, so that contrast stays; `tests/shell/test_accents.py`
measures it.
"""

import math
import re
import sys
from pathlib import Path

#: The keys of `shell/accents.py` → hue of OKLCH in degrees, and how much of the theme's own chroma.
HUES = {
    "hav": (250.0, 1.5),
    "skog": (150.0, 1.3),
    "plommon": (335.0, 1.5),
    "skiffer": (240.0, 0.5),
}
_CSS = Path(__file__).resolve().parents[1] / "vardpost" / "shell" / "static" / "css"
FILE = _CSS / "accents.css"
_SCHEMES = {
    "light": r':root, \[data-color-scheme="light"\] \{(.*?)\n\}',
    "dark": r'\n\[data-color-scheme="dark"\] \{(.*?)\n\}',
}
_TOKEN = re.compile(r"(--ds-color-accent-[a-z-]+): (#[0-9a-fA-F]{6});")
_HEAD = "/* Made by tools/write_accents.py from designsystemet.css and shell/accents.py. */\n"


def theme(scheme: str) -> dict[str, str]:
    """Return the accent's tokens of a scheme, by name."""
    text = (_CSS / "designsystemet.css").read_text(encoding="utf-8")
    found = re.search(_SCHEMES[scheme], text, re.DOTALL)
    if found is None:
        message = f"no {scheme} scheme in designsystemet.css"
        raise LookupError(message)
    return dict(_TOKEN.findall(found[1]))


def tokens(key: str, scheme: str) -> dict[str, str]:
    """Return the tokens of one colour."""
    hue, chroma = HUES[key]
    return {name: _turned(color, hue, chroma) for name, color in theme(scheme).items()}


def css() -> str:
    """Return the file."""
    parts = [_HEAD]
    for key in HUES:
        mine = f'[data-accent="{key}"]'
        light, dark = _block(tokens(key, "light")), _block(tokens(key, "dark"))
        at_dark = f'[data-color-scheme="dark"]{mine}, [data-color-scheme="dark"] {mine}'
        auto = f'[data-color-scheme="auto"]{mine}, [data-color-scheme="auto"] {mine}'
        parts.append(f"{mine} {{ {light} }}\n{at_dark} {{ {dark} }}\n")
        parts.append(f"@media (prefers-color-scheme: dark) {{ {auto} {{ {dark} }} }}\n")
    return "".join(parts)


def _block(found: dict[str, str]) -> str:
    return " ".join(f"{name}: {color};" for name, color in found.items())


def _turned(color: str, hue: float, by: float) -> str:
    """Return a colour of the same lightness in another hue, within what a screen can show."""
    lightness, chroma, _hue = _to_oklch(color)
    chroma *= by
    while True:
        found = _to_rgb(lightness, chroma, hue)
        if all(-0.0005 <= part <= 1.0005 for part in found) or chroma < 0.0005:
            return "#" + "".join(f"{round(255 * _encoded(part)):02x}" for part in found)
        chroma *= 0.96


def _to_oklch(color: str) -> tuple[float, float, float]:
    red, green, blue = (_decoded(int(color[n : n + 2], 16) / 255) for n in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    light = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return light, math.hypot(a, b), math.degrees(math.atan2(b, a))


def _to_rgb(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def main() -> int:
    """Write the file, or tell whether it is as it would be written."""
    if "--check" in sys.argv:
        return 0 if FILE.read_text(encoding="utf-8") == css() else 1
    FILE.write_text(css(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
