"""`./manage.py red_flags list|test|publish`: the lists, for the operator and their owners."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from vardpost.kernel import db
from vardpost.kernel.actor import command_actor
from vardpost.redflags import queries
from vardpost.redflags.actions.publish import publish_file
from vardpost.redflags.lists import ListError
from vardpost.redflags.match import Matcher

EXAMPLE = """
Examples:
  ./manage.py red_flags list
  ./manage.py red_flags list --unit SE5560000000-0A1B --json
  ./manage.py red_flags test "Jag har inte ont i bröstet men svårt att andas"
  ./manage.py red_flags test - < invented.txt
  ./manage.py red_flags publish national.json
  ./manage.py red_flags publish region.json --region 14

Test with invented texts only; nothing of them is kept. Publishing runs as the owner of the tables
(DATABASE_OWNER_URL), writes a new version when something differs, and can be run again. What was
published, and by whom at the machine, stands in the ledger.
"""


class Command(BaseCommand):
    """Shows what is in force, what a text would give, and publishes a file."""

    help = "List, try and publish the lists of red flags (larmord)."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the verbs, each with its own arguments."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|test|publish")
        listing = verbs.add_parser(
            "list", help="the newest version of every list, or those of a unit"
        )
        trying = verbs.add_parser("test", help="what a text would give")
        trying.add_argument("text", help="an invented text, or - to read it from standard input")
        giving = verbs.add_parser("publish", help="publish a file: the nation's, or a region's")
        giving.add_argument("file", type=Path, help="JSON, as redflags/definitions/national.json")
        giving.add_argument("--region", help="two digits: the list is that region's")
        for one in (listing, trying, giving):
            one.add_argument("--unit", help="HSA-id of a unit")
            one.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        answer = getattr(self, f"_{options['verb']}")(options)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        else:
            for one in answer:
                self.stdout.write("  ".join(str(value) for value in one.values()))

    def _list(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        cards = queries.in_force(*_unit(options["unit"])) if options["unit"] else None
        return [
            {
                "level": one.level,
                "version": one.version,
                "valid_from": one.valid_from,
                "owner": f"{one.owner_name}, {one.owner_title}",
                "signs": sum(not flag.part for flag in one.definition.flags),
            }
            for one in (queries.every_list() if cards is None else cards)
        ]

    def _test(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        text = sys.stdin.read() if options["text"] == "-" else options["text"]
        seen = _matcher(options["unit"]).seen(text)
        return [
            {
                "advice": "-" if one.reason or one.flag.part else one.flag.advice,
                "list": f"{one.source.level} {one.source.version}",
                "key": one.flag.key,
                "name": one.flag.label.sv,
                "found": text[slice(*one.span)],
                "why_not": one.reason or ("part" if one.flag.part else ""),
            }
            for one in seen
        ] or [{"advice": "-", "found": "inget larmord"}]

    def _publish(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        region, unit = options["region"], None
        if options["unit"]:
            region, unit = _unit(options["unit"])
        try:
            with transaction.atomic():
                version = publish_file(
                    actor=command_actor("red_flags publish"),
                    source=options["file"].read_bytes(),
                    region_id=region,
                    unit_id=unit,
                )
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ListError as error:
            raise CommandError("\n".join(error.problems)) from error
        return [{"published": version or "Inget har ändrats."}]


def _unit(hsa_id: str) -> tuple[str, Any]:
    row = db.fetch_one(
        "select region_id, id from care_unit where upper(hsa_id) = upper(%s)", [hsa_id.strip()]
    )
    if row is None:
        raise CommandError(f"Ingen mottagning har HSA-id {hsa_id}")
    return row[0], row[1]


def _matcher(hsa_id: str | None) -> Matcher:
    if hsa_id:
        return queries.matcher(_unit(hsa_id)[1])
    return queries.matcher_of(one.id for one in queries.every_list() if one.level == "national")
