"""`./manage.py units rollout`: a template's newest version to the units of a list."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vardpost.kernel.actor import operator
from vardpost.kernel.errors import NotFound
from vardpost.kernel.ids import new_id
from vardpost.people.system import region_scope
from vardpost.unit_templates.actions.rolling import roll_out_next
from vardpost.unit_templates.actions.rollout import start_rollout
from vardpost.unit_templates.queries.found import units_by_id
from vardpost.unit_templates.queries.preview import plan
from vardpost.unit_templates.queries.rollouts import rolled_units
from vardpost.unit_templates.queries.templates import template_of, version_of
from vardpost.unit_templates.values import Template
from vardpost.units.pasted import MOST, Line, read

EXAMPLE = """
Examples:
  ./manage.py units rollout primary_care --units list.txt --dry-run
  ./manage.py units rollout r_14_narvard_1a2b --units list.txt --json

FILE has one HSA-id a line; what stands behind a tab, a comma or a semicolon does not count. The
newest published version is rolled out. What a unit has changed itself is left as it is; to
overwrite it, roll out from the region's page. Run again it changes nothing; one that is stopped
half-way is carried on by the worker.

Exit codes: 0 done; 1 something in the file or the template is wrong; 2 the arguments are wrong.
"""


def declare(verbs: Any) -> None:
    """Add the verb to the command `units`."""
    told = "roll a template's newest version out to the units of a list"
    into = verbs.add_parser(
        "rollout", help=told, epilog=EXAMPLE, formatter_class=RawDescriptionHelpFormatter
    )
    into.add_argument("template", metavar="TEMPLATE", help="its code, such as primary_care")
    into.add_argument("--units", required=True, metavar="FILE", help="- is standard input")
    into.add_argument("--dry-run", action="store_true", help="say what it would do")
    into.add_argument("--json", action="store_true", help="say it as JSON")


def roll_out(command: BaseCommand, text: str, options: Mapping[str, Any]) -> None:
    """Do it, or say what is wrong, line by line. Raises `CommandError`."""
    try:
        template = template_of(options["template"])
        version_of(template.code, template.number)
    except NotFound as error:
        raise CommandError(f"no published template {options['template']}") from error
    lines = read(text, template.region_id)
    faults = [one for one in lines if one.fault and not one.harmless]
    if faults or not lines or len(lines) > MOST:
        told = [{"line": one.number, "text": one.words} for one in faults]
        told = told or [{"line": 0, "text": f"the file has {len(lines)} HSA-ids"}]
        if options["json"]:
            command.stdout.write(json.dumps({"faults": told}, ensure_ascii=False))
        for fault in () if options["json"] else told:
            command.stderr.write(f"line {fault['line']}: {fault['text']}")
        raise CommandError(f"{len(told)} faults in the file; nothing was done.")
    found = _dry(template, lines) if options["dry_run"] else _run(template, lines, options)
    if options["json"]:
        told_all = {"template": template.code, "version": template.number, "units": found}
        command.stdout.write(json.dumps(told_all | {"written": not options["dry_run"]}))
        return
    for one in found:
        command.stdout.write(
            f"{one['hsa_id']} {one['name']}: {len(one['changed'])} changed, "
            f"{len(one['kept'])} of its own kept, {len(one['refused'])} refused"
        )
    command.stdout.write(f"{len(found)} units on version {template.number}")
    if options["dry_run"]:
        command.stdout.write("dry run: nothing was written")


def _regions(lines: list[Line]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for unit in units_by_id([one.unit_id for one in lines if one.unit_id and not one.fault]):
        found[unit.region_id].append(unit.id)
    return found


def _dry(template: Template, lines: list[Line]) -> list[dict[str, Any]]:
    fields = version_of(template.code, template.number).fields
    ids = [one.unit_id for one in lines if one.unit_id and not one.fault]
    return [
        {
            "hsa_id": one.unit.hsa_id,
            "name": one.unit.name,
            "changed": [step.field for step in one.changes],
            "kept": [step.field for step in one.local],
            "refused": [],
        }
        for one in plan(units_by_id(ids), fields)
    ]


def _run(template: Template, lines: list[Line], options: Mapping[str, Any]) -> list[dict[str, Any]]:
    regions, found = _regions(lines), []
    columns = (TextColumn("units"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    quiet = options["json"] or not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("", total=sum(map(len, regions.values())))
        for region, ids in sorted(regions.items()):
            key = new_id()
            with region_scope("units.rollout", region, by=operator()) as actor:
                start_rollout(
                    actor=actor,
                    region_id=region,
                    rollout_id=key,
                    code=template.code,
                    number=template.number,
                    units={unit: {} for unit in ids},
                )
            more = True
            while more:
                with region_scope("units.rollout", region, by=operator()) as actor:
                    more = roll_out_next(actor=actor, rollout_id=key)
                bar.advance(task, 10 if more else 0)
            with region_scope("units.rollout", region, by=operator()):
                found += [
                    {
                        "hsa_id": one.hsa_id,
                        "name": one.name,
                        "changed": sorted(one.written),
                        "kept": list(one.kept),
                        "refused": sorted(one.refused),
                    }
                    for one in rolled_units(key)
                ]
            bar.update(task, completed=len(found))
    return found
