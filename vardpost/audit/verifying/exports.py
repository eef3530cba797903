"""What was taken out, by its exports: the same lines under the same heads as then."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from vardpost.audit.standalone import verify
from vardpost.audit.statements import NotAStatement, parse
from vardpost.audit.verifying.report import Finding, Report
from vardpost.audit.verifying.walk import SHORT, Detached


def check(
    place: Path, parts: Iterable[Detached], digests: Mapping[str, bytearray], report: Report
) -> None:
    """Tell of every part whose export is missing, or is not what was taken out."""
    for part in parts:
        folder = place / part.name
        try:
            rows = _part(folder, part, digests)
        except (OSError, ValueError, KeyError, TypeError, verify.CannotTell) as error:
            report.add(Finding("export", "", f"{folder} cannot be read: {error}"))
        except verify.Broken as error:
            report.add(Finding("export", "", f"{folder}: {error}"))
        else:
            report.rows += rows
            report.notes.append(f"{part.name}: the export's {rows} entries are what was sealed")


def _part(folder: Path, part: Detached, digests: Mapping[str, bytearray]) -> int:
    """Check a part's export; return its rows. Raises `Broken`, and what a bad file raises."""
    text = (folder / "manifest.json").read_bytes()
    if sha256(text).digest() != part.digest:
        raise verify.Broken("its manifest is not the one that was signed")
    rows = 0
    for log, digest in json.loads(text)["manifests"].items():
        here = folder / f"log-{log}"
        if sha256((here / "manifest.json").read_bytes()).hexdigest() != digest:
            raise verify.Broken(f"log {log}: the manifest is not the one that was signed")
        told = verify.check(here)
        rows += told["rows"]
        try:
            head = parse(json.dumps(told["head"]))
        except NotAStatement as error:
            raise verify.Broken(f"log {log}: {error}") from error
        number = int(head.fields["number"])
        known = digests.get(log)
        if (
            known is not None
            and known[SHORT * (number - 1) : SHORT * number] != head.hash()[:SHORT]
        ):
            raise verify.Broken(f"log {log}: head {number} is another one in the database")
    if rows != part.rows:
        raise verify.Broken(f"{rows} entries, and {part.rows} were taken out")
    return rows
