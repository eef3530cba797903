"""`./manage.py directory import FILE.csv`: the staff directory, read in for whole units."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vardpost.kernel import clock
from vardpost.kernel.actor import operator
from vardpost.people.actions.directory import Outcome, bring_in, tell_compared
from vardpost.people.directory import COLUMNS, ENCODINGS, Fault, Read, Row, read
from vardpost.people.queries.directory import units_by_hsa
from vardpost.people.system import region_scope

#: A file of a whole region is some ten megabytes.
_LARGEST = 100_000_000
EXAMPLE = f"""
Examples:
  ./manage.py directory import staff.csv --dry-run
  ./manage.py directory import staff.csv --json
  ./manage.py directory import staff.csv --encoding windows-1252 --many-leavers

The first line names the columns, in any order, all of them:
  {";".join(COLUMNS)}
Separated by ; comma or tab. UTF-8 (with or without its mark), UTF-16 with it, or Windows-1252; told
apart by themselves, or named with --encoding. enheter holds one or more HSA-ids of units with
blanks between; skyddad is ja, nej or empty; titel, epost and telefon may be empty. Small and large
letters and blanks around HSA-ids make no difference.

The file is whole for the units it names: whoever the directory had there and the file has not is a
leaver. Her permissions on the unit end at once when she has no open cases; otherwise the unit's
administrator is asked where they go, and she keeps them until then. A last administrator stays.
Accounts are made by the units themselves; those there are get their new names and titles.

Everything is written or nothing is. A second run of the same file changes nothing.

Exit codes: 0 done; 1 something in the file or the database is wrong; 2 the arguments are wrong;
3 so many would leave that the file is probably a part: look, then say --many-leavers.
"""


class Command(BaseCommand):
    """Everything is in the arguments, so that it can be run by a script every night."""

    help = "Read in the staff directory from a CSV file."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the one verb."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
        into = verbs.add_parser(
            "import",
            help="read in a file",
            epilog=EXAMPLE,
            formatter_class=RawDescriptionHelpFormatter,
        )
        into.add_argument("file", metavar="FILE.csv", help="- is standard input")
        into.add_argument("--dry-run", action="store_true", help="say what differs, write nothing")
        into.add_argument("--json", action="store_true", help="say it as JSON")
        into.add_argument("--encoding", choices=ENCODINGS, default="")
        into.add_argument(
            "--many-leavers", action="store_true", help="so many really leave; the file is whole"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare, write; or say what is wrong, line by line."""
        with translation.override("en"):
            found = read(_bytes(options["file"]), clock.today(), options["encoding"])
            if found.faults:
                self._faults(found.faults, options)
            outcomes = self._bring_in(found, options)
            if options["dry_run"] or any(one.too_many for one in outcomes.values()):
                _tell(outcomes)
            faults = [fault for one in outcomes.values() for fault in one.faults]
            if faults:
                self._faults(faults, options)
            self._said(found, outcomes, options)
        if any(one.too_many for one in outcomes.values()):
            raise CommandError(
                "So many would leave that the file is probably a part of one. Nothing was written; "
                "say --many-leavers when it is whole.",
                returncode=3,
            )

    def _bring_in(self, found: Read, options: dict[str, Any]) -> dict[str, Outcome]:
        """Return what each region's part of the file changes; one transaction for all of them."""
        columns = (TextColumn("directory"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        outcomes: dict[str, Outcome] = {}
        quiet = options["json"] or not sys.stderr.isatty()
        try:
            with (
                transaction.atomic(),
                Progress(*columns, console=Console(stderr=True), disable=quiet) as bar,
            ):
                for region, rows in sorted(_by_region(found.rows).items()):
                    task = bar.add_task(region, total=len(rows))
                    with region_scope("people.directory", region, by=operator()) as actor:
                        outcomes[region] = bring_in(
                            actor=actor,
                            region_id=region,
                            rows=rows,
                            write=not options["dry_run"],
                            many=options["many_leavers"],
                            progress=lambda count, task=task: bar.update(task, completed=count),  # type: ignore[misc]  # bound now
                        )
                if any(one.faults or one.too_many for one in outcomes.values()):
                    transaction.set_rollback(True)
        except DatabaseError as error:
            raise CommandError("The database refused; nothing was written.") from error
        return outcomes

    def _faults(self, faults: Sequence[Fault], options: dict[str, Any]) -> None:
        """Say every fault with its line, and stop."""
        if options["json"]:
            told = [{"line": one.line, "text": one.text} for one in faults]
            self.stdout.write(json.dumps({"faults": told}, ensure_ascii=False))
        else:
            for one in faults:
                self.stderr.write(f"line {one.line}: {one.text}" if one.line else one.text)
        raise CommandError(f"{len(faults)} faults in the file; nothing was written.")

    def _said(self, found: Read, outcomes: dict[str, Outcome], options: dict[str, Any]) -> None:
        """Say what differs, or what was written."""
        if options["json"]:
            told = {region: _plain(one) for region, one in outcomes.items()}
            whole = {"encoding": found.encoding, "rows": len(found.rows), "regions": told}
            whole["written"] = not options["dry_run"] and not any(
                one.too_many for one in outcomes.values()
            )
            self.stdout.write(json.dumps(whole, ensure_ascii=False))
            return
        for region, one in outcomes.items():
            for row in one.new:
                self.stdout.write(f"+ {row.hsa_id} {row.name}")
            for row, differs in one.changed:
                self.stdout.write(f"~ {row.hsa_id} {row.name}: {', '.join(differs)}")
            for gone in one.gone:
                work = f", {gone.work} open cases" if gone.work else ""
                self.stdout.write(f"- {gone.key} {gone.name}, {gone.unit.name}{work}")
            for gone, why in one.waiting:
                self.stdout.write(f"! {gone.key} {gone.name}, {gone.unit.name}: {why}")
            self.stdout.write(
                f"region {region}: {len(one.new)} new, {len(one.changed)} changed, {one.same} as "
                f"before, {len(one.gone)} leavers, {len(one.waiting)} of them wait for somebody"
            )
        if options["dry_run"]:
            self.stdout.write("dry run: nothing was written")


def _tell(outcomes: dict[str, Outcome]) -> None:
    """Leave a row of what is shown and not written; what is written has left its own."""
    with transaction.atomic():
        for region, one in outcomes.items():
            with region_scope("people.directory", region, by=operator()) as actor:
                tell_compared(actor=actor, region_id=region, found=one)


def _plain(one: Outcome) -> dict[str, Any]:
    waiting = {(gone.key, gone.unit.hsa_id): why for gone, why in one.waiting}
    return {
        "new": [row.hsa_id for row in one.new],
        "changed": [{"hsa_id": row.hsa_id, "columns": differs} for row, differs in one.changed],
        "same": one.same,
        "leavers": [
            {
                "hsa_id": gone.key,
                "unit": gone.unit.hsa_id,
                "open_cases": gone.work,
                "waits": waiting.get((gone.key, gone.unit.hsa_id), ""),
            }
            for gone in one.gone
        ],
        "too_many_leavers": one.too_many,
    }


def _by_region(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the rows by the region of their first known unit; a stranger is told of later."""
    units = units_by_hsa(sorted({one for row in rows for one in row.units}))
    known = [unit.region_id for unit in units.values()]
    parts: dict[str, list[Row]] = {}
    for row in rows:
        regions = [units[one].region_id for one in row.units if one in units]
        parts.setdefault((regions or known or ["00"])[0], []).append(row)
    return parts


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(_LARGEST)
        with Path(name).open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
