"""`./manage.py terms find`: where texts of units, regions and the nation say some words."""

import json
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from vardpost.casetypes.queries.words_found import Hit, find_words

EXAMPLE = """
Examples:
  ./manage.py terms find "det gamla namnet"
  ./manage.py terms find "det gamla namnet" --region 14
  ./manage.py terms find landstinget --json > old-words.json

Looks in terms texts (in force, planned, drafts), in the forms of case types and in what units tell
of themselves, Swedish and English. Upper and lower case are the same, and so are spaces and line
breaks. Reads only; drafts are found by the owner of the tables.

Exit codes: 0 the words stand nowhere; 1 the database or the words are wrong; 2 the arguments are
wrong; 3 they stand somewhere, and every place was told.
"""
_PLACES = {"terms": "terms", "form": "form", "contact": "unit contact"}


class Command(BaseCommand):
    """Everything is in the arguments, so that it can be run by a script."""

    help = "Find old words in terms texts, forms and what units tell of themselves."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the one verb."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="find")
        find = verbs.add_parser(
            "find",
            help="find words in all texts",
            epilog=EXAMPLE,
            formatter_class=RawDescriptionHelpFormatter,
        )
        find.add_argument("words", metavar="WORDS", help="in quotes when there are several")
        find.add_argument("--region", metavar="CODE", default="", help="only there, such as 14")
        find.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find and tell; exit 3 when there is something to mend."""
        if len("".join(options["words"].split())) < 2:
            raise CommandError("Give at least two characters to look for.")
        try:
            hits = find_words(options["words"], region=options["region"])
        except DatabaseError as error:
            raise CommandError(
                "The database refused. Is it upgraded (./manage.py upgrade), and does "
                "DATABASE_OWNER_URL lead to the owner of the tables?"
            ) from error
        if options["json"]:
            told = [_plain(one) for one in hits]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            for one in hits:
                self.stdout.write(_line(one))
        if hits:
            raise CommandError(f"{len(hits)} places say it.", returncode=3)
        self.stderr.write("No text says it.")


def _line(one: Hit) -> str:
    owner = f"{one.unit} ({one.hsa_id})" if one.unit else f"region {one.region}"
    if not one.unit and not one.region:
        owner = "nation"
    place = " · ".join(filter(None, (_PLACES[one.where], one.title, one.state, one.lang)))
    return f"{owner} · {place}\n    {one.before}[{one.match}]{one.after}"


def _plain(one: Hit) -> dict[str, str]:
    return {
        "place": one.where,
        "state": one.state,
        "case_type": one.title,
        "case_type_id": str(one.case_type_id or ""),
        "lang": one.lang,
        "unit": one.unit,
        "hsa_id": one.hsa_id,
        "region": one.region,
        "excerpt": f"{one.before}{one.match}{one.after}",
    }
