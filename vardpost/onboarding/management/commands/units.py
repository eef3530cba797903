"""`./manage.py units onboard FILE`, `units directory FILE.csv`, `units rollout`: many at once."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import translation
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vardpost.kernel import clock
from vardpost.kernel.actor import operator
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.onboarding.actions.directory import bring_units_in
from vardpost.onboarding.actions.many import connect_many
from vardpost.onboarding.directory import COLUMNS, read
from vardpost.onboarding.pasted import Line, look, parse
from vardpost.onboarding.queries.choices import newest, of_kind
from vardpost.onboarding.queries.directory import in_directory
from vardpost.onboarding.values import Plan
from vardpost.people.system import region_scope
from vardpost.unit_templates.management import rollout
from vardpost.units.models import Municipality

_LARGEST = 20_000_000
_NOTICE = timedelta(weeks=3)
EXAMPLE = f"""
Examples:
  ./manage.py units directory units.csv --dry-run
  ./manage.py units directory units.csv
  ./manage.py units onboard list.txt --dry-run
  ./manage.py units onboard list.txt --start 2027-01-18 --json

directory reads the directory's units from a CSV file. The first line names the columns, in any
order, all of them: {";".join(COLUMNS)}
typ is a kind of unit (primary_care, dental, ...), kommun the municipality's code. All of it is
written or nothing; units that the file has not stay.

onboard connects units of the directory, each hidden until its region opens it. FILE has one HSA-id
a line, and behind a tab, a comma or a semicolon the HSA-id of its first administrator, who has an
account. Without --template each unit gets that of its kind. Units that are connected or on their
way are passed over, so that a second run changes nothing; one that is stopped half-way carries on.

Exit codes: 0 done; 1 something in the file or the database is wrong; 2 the arguments are wrong.
"""


class Command(BaseCommand):
    """Everything is in the arguments, so that it can be run by a script."""

    help = "Read in the directory's units; connect many at once; roll a template out to many."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        rollout.declare(verbs)
        for name, told in (
            ("onboard", "connect the units of a list, hidden"),
            ("directory", "read in the directory's units"),
        ):
            into = verbs.add_parser(
                name, help=told, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter
            )
            into.add_argument("file", metavar="FILE", help="- is standard input")
            into.add_argument("--dry-run", action="store_true", help="say what it would do")
            into.add_argument("--json", action="store_true", help="say it as JSON")
            if name == "onboard":
                into.add_argument("--template", default="", help="for all; else each unit's kind")
                into.add_argument("--start", type=date.fromisoformat, metavar="YYYY-MM-DD")
                into.add_argument("--contact", default="", help="whom at the region to ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, or say what is wrong, line by line."""
        data = _bytes(options.get("file") or options["units"])
        with translation.override("en"):
            try:
                if options["verb"] == "rollout":
                    rollout.roll_out(self, data.decode("utf-8-sig", errors="replace"), options)
                    return
                verb = self._onboard if options["verb"] == "onboard" else self._directory
                verb(data, options)
            except DatabaseError as error:
                raise CommandError("The database refused.") from error

    def _directory(self, data: bytes, options: dict[str, Any]) -> None:
        rows, faults = read(data, set(Municipality.objects.values_list("code", flat=True)))
        if faults:
            self._faults([(one.line, one.text) for one in faults], options)
        regions = {}
        for region in sorted({row.region for row in rows}):
            with region_scope("units.directory", region, by=operator()) as actor:
                regions[region] = bring_units_in(
                    actor=actor,
                    region_id=region,
                    rows=[row for row in rows if row.region == region],
                    write=not options["dry_run"],
                )
        if options["json"]:
            told = {
                region: {"new": one.new, "changed": one.changed, "same": one.same}
                for region, one in regions.items()
            }
            self._say({"regions": told, "written": not options["dry_run"]})
            return
        for region, one in regions.items():
            self.stdout.write(
                f"region {region}: {len(one.new)} new, {len(one.changed)} changed, "
                f"{one.same} as before"
            )
        self._dry(options)

    def _onboard(self, data: bytes, options: dict[str, Any]) -> None:
        lines = _looked(parse(data.decode("utf-8-sig", errors="replace")))
        faults = [line for line in lines if line.fault and not line.harmless]
        if faults or not lines:
            told = [(one.number, one.words) for one in faults] or [(0, "the file has no HSA-id")]
            self._faults(told, options)
        start = options["start"] or clock.today() + _NOTICE
        if start < clock.today():
            raise CommandError("--start has passed", returncode=2)
        self._known(options["template"], lines)
        done = [] if options["dry_run"] else self._connect(lines, start, options)
        refused = [(line, why) for line, why in done if why]
        ready = [line.key for line in lines if not line.fault]
        if options["json"]:
            self._say(
                {
                    "connected": [line.key for line, why in done if not why],
                    "ready": ready if options["dry_run"] else [],
                    "passed_over": [[line.key, line.fault] for line in lines if line.fault],
                    "refused": [[line.key, why] for line, why in refused],
                }
            )
        else:
            for line in lines:
                name = line.unit.name if line.unit else ""
                self.stdout.write(f"{'=' if line.fault else '+'} {line.key} {name} {line.words}")
            for line, why in refused:
                self.stderr.write(f"line {line.number}: {why}")
            self.stdout.write(f"{len(ready)} to connect, {len(done) - len(refused)} connected")
            self._dry(options)
        if refused:
            raise CommandError(f"{len(refused)} units were not connected.")

    def _known(self, template: str, lines: Sequence[Line]) -> None:
        """Refuse a template that nobody has; without one, a kind of unit that has none."""
        wanted = {template} if template else set()
        for line in [] if template else lines:
            if line.unit and not line.fault:
                wanted.add(of_kind(line.unit.region_id, line.unit.kind))
        try:
            if not all(newest(code) for code in wanted):
                raise NotFound("template")
        except NotFound as error:
            raise CommandError("There is no such template in force.", returncode=2) from error

    def _connect(
        self, lines: Sequence[Line], start: date, options: dict[str, Any]
    ) -> list[tuple[Line, str]]:
        """Connect each unit in a transaction of its own: a run that is stopped has done a part."""
        ready = [(line, line.unit) for line in lines if not line.fault and line.unit]
        columns = (TextColumn("units"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        quiet = options["json"] or not sys.stderr.isatty()
        run, found = new_id(), []
        with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
            task = bar.add_task("", total=len(ready))
            for line, unit in ready:
                code = options["template"] or of_kind(unit.region_id, unit.kind)
                plan = Plan(code, newest(code), start, options["contact"] or operator())
                with region_scope("units.onboard", unit.region_id, by=operator()) as actor:
                    done = connect_many(
                        actor=actor,
                        region_id=unit.region_id,
                        form_id=run,
                        lines=[line],
                        plan=plan,
                    )
                found += [(one, why) for one, _key, why in done]
                bar.advance(task)
        return found

    def _faults(self, faults: Sequence[tuple[int, str]], options: dict[str, Any]) -> None:
        """Say every fault with its line, and stop."""
        if options["json"]:
            self._say({"faults": [{"line": line, "text": text} for line, text in faults]})
        else:
            for line, text in faults:
                self.stderr.write(f"line {line}: {text}" if line else text)
        raise CommandError(f"{len(faults)} faults in the file; nothing was done.")

    def _say(self, told: object) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _dry(self, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            self.stdout.write("dry run: nothing was written")


def _looked(lines: Sequence[Line]) -> list[Line]:
    """Return the lines looked up, each in the scope of its unit's own region."""
    known = in_directory([one.key for one in lines if one.key])
    by_region: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_region[known[line.key].region_id if line.key in known else ""].append(line)
    found = []
    for region, group in sorted(by_region.items()):
        if not region:
            found += [one if one.fault else replace(one, fault="unknown") for one in group]
            continue
        with region_scope("units.onboard", region, by=operator()):
            found += look(group, region)
    return sorted(found, key=lambda one: one.number)


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(_LARGEST)
        with Path(name).open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
