"""Typesets one document: JSON on standard input, PDF on standard output. Run by `printing`.

A program of its own that imports nothing of the product: typst keeps what it has laid out for
documents to come, some fifty megabytes of a long one, and all of it ends with the process.
"""

import json
import sys
from typing import Any, Literal

import typst

#: To be kept (ISO 19005-2, level a), and for every reader (ISO 14289-1): tagged, fonts within.
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]


def main() -> None:
    """Read what is asked for, and write the document."""
    asked: dict[str, Any] = json.load(sys.stdin)
    sys.stdout.buffer.write(
        typst.compile(
            asked["template"],
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=[*STANDARDS],
            sys_inputs={"data": json.dumps(asked["data"])},
        )
    )


if __name__ == "__main__":
    main()
