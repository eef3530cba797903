"""Documents as PDF/A-2a and PDF/UA-1, typeset from a template in `print/` and plain data."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vardpost.kernel.errors import Unavailable

_HERE = Path(__file__).parent
_SETTER, _TEMPLATES = _HERE / "setter.py", _HERE / "print"
#: Seconds; the longest document takes a tenth of it.
_PATIENCE = 30
#: What the built-in fonts can show: Latin, Greek, Cyrillic and the marks that text is set with. A
#: document for keeping may hold nothing that cannot be shown, so anything else is shown as `?`.
_UNKNOWN = re.compile(
    "[^\n\x20-\x7e\u00a0-\u024f\u0370-\u03ff\u0400-\u04ff\u1e00-\u1eff\u2009\u2010-\u201e\u2022"
    "\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2212]"
)


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the document that a template makes of the data, the same bytes for the same data.

    Raises `Unavailable` when it cannot be made in time.
    """
    asked = {"template": str(_TEMPLATES / f"{template}.typ"), "data": printable(data)}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_SETTER)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Unavailable(f"no PDF of {template}: {type(error).__name__}") from error
    return done.stdout


def printable(data: Any) -> Any:
    """Return plain data with every text such that the fonts can show it."""
    if isinstance(data, str):
        return _UNKNOWN.sub("?", data)
    if isinstance(data, Mapping):
        return {key: printable(one) for key, one in data.items()}
    if isinstance(data, Sequence):
        return [printable(one) for one in data]
    return data
