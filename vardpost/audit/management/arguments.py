"""The verbs of `./manage.py audit`, each with its arguments."""

import re
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from django.core.management.base import CommandError, CommandParser

from vardpost.audit import incident

EXAMPLE = """
Examples:
  ./manage.py audit key create
  ./manage.py audit key rotate
  ./manage.py audit seal
  ./manage.py audit verify
  ./manage.py audit verify --region 14 --json
  ./manage.py audit prove 01932f0e-7b1c-7d3e-9a11-2f6f0c1b2a3d
  ./manage.py audit consistency 1000 2000 --region 14
  ./manage.py audit export --region 14 --month 2026-11 --out /evidence/november
  ./manage.py audit export --resident 191212121212 --reason "dnr 7-2026" --out DIR
  ./manage.py audit export --staff SE2321000016-1001 --from 2026-01-01 --to 2026-06-30 --out DIR
  ./manage.py audit detach 2016-11 --out /archive/ledger
  ./manage.py audit resume --reason "Disk fault, backup of Monday put back"
  ./manage.py audit incident --staff HSAID --from 2026-11-01 --to 2026-11-27T16:00 \\
      --reason "dnr 9-2026" --out DIR
  ./manage.py audit words

Everything else about it: docs/how-to/audit.md
"""


def declare(parser: CommandParser) -> None:
    """Declare the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    key = verbs.add_parser("key", help="make the key that signs the heads, or the next one")
    key.add_argument("what", choices=("create", "rotate", "list"))
    verbs.add_parser("seal", help="seal entries and sign heads until Ctrl-C")
    check = verbs.add_parser("verify", help="0: whole, 1: broken and where, 2: cannot be told")
    check.add_argument("--region", default="", metavar="CODE", help="one log; 00 has no region")
    check.add_argument("--heads", type=Path, metavar="PLACE", help="folder or file; AUDIT_DIR")
    check.add_argument("--keys", type=Path, metavar="FILE", help="keys.jsonl beside the heads")
    check.add_argument("--exports", type=Path, metavar="DIR", help="of parts that are detached")
    prove = verbs.add_parser("prove", help="that an entry stands under a signed head")
    prove.add_argument("entry", type=UUID)
    grow = verbs.add_parser("consistency", help="that a log has only grown")
    grow.add_argument("older", type=int, metavar="SIZE1")
    grow.add_argument("newer", type=int, metavar="SIZE2")
    grow.add_argument("--region", required=True, metavar="CODE")
    give = verbs.add_parser("export", help="a log, or a month of it, that anybody can check")
    of = give.add_mutually_exclusive_group(required=True)
    of.add_argument("--region", metavar="CODE", help="a whole log; 00 has no region")
    of.add_argument("--resident", metavar="ID", help="personnummer, or the service's own id")
    of.add_argument("--staff", metavar="HSAID")
    of.add_argument("--unit", metavar="HSAID")
    give.add_argument("--month", metavar="YYYY-MM", help="of a log alone")
    give.add_argument("--from", dest="since", type=instant, metavar="WHEN",
                      help="a Swedish day, or a moment: 2026-11-27T08:00")  # fmt: skip
    give.add_argument("--to", dest="until", type=instant, metavar="WHEN", help="a day is included")
    give.add_argument("--reason", default="", help="whose order; kept in the ledger")
    give.add_argument("--out", required=True, type=Path, metavar="DIR")
    _incident(verbs.add_parser(
        "incident", help="everything about an incident, for the data protection officer"
    ))  # fmt: skip
    out = verbs.add_parser("detach", help="export an old month and take it out of the ledger")
    out.add_argument("month", metavar="YYYY-MM")
    out.add_argument("--out", required=True, type=Path, metavar="DIR")
    out.add_argument("--drop", action="store_true", help="drop its table too")
    again = verbs.add_parser("resume", help="seal again after a backup was restored on purpose")
    again.add_argument("--reason", required=True, help="signed, and told for ever")
    say = verbs.add_parser("words", help="the words of the newest heads, or of those until then")
    say.add_argument("--until", type=datetime.fromisoformat, metavar="MOMENT")
    for one in (check, prove, grow, give):
        one.add_argument("--json", action="store_true", help="answer in JSON")
    for verb, one in verbs.choices.items():
        one.epilog, one.formatter_class = _examples(verb), RawDescriptionHelpFormatter


def _examples(verb: str) -> str:
    """Return the examples of one verb, from those of all."""
    found = re.findall(rf"^  \./manage\.py audit {verb}\b.*(?:\\\n.*)*", EXAMPLE, re.MULTILINE)
    return "\n".join(["Examples:", *found])


def _incident(of: CommandParser) -> None:
    """Declare what an incident may be about; all that is named must hold."""
    of.add_argument("--unit", metavar="HSAID")
    of.add_argument("--staff", metavar="HSAID", help="whose acts")
    of.add_argument("--address", default="", help="the network address that was used")
    of.add_argument("--session", type=UUID, metavar="ID", help="as it stands in an entry")
    of.add_argument("--cause", default="", choices=tuple(incident.CAUSES))
    of.add_argument("--from", dest="since", type=instant, required=True, metavar="WHEN",
                    help="a Swedish day, or a moment: 2026-11-27T08:00")  # fmt: skip
    of.add_argument("--to", dest="until", type=instant, metavar="WHEN", help="a day is included")
    of.add_argument("--known", type=instant, metavar="WHEN", help="when it was learnt; now")
    of.add_argument("--identities", action="store_true", help="personal numbers and names too")
    of.add_argument("--reason", required=True, help="whose order; kept in the ledger")
    of.add_argument("--out", required=True, type=Path, metavar="DIR")
    of.add_argument("--json", action="store_true", help="answer in JSON")


def instant(text: str) -> date:
    """Return a day, or a moment. Raises `ArgumentTypeError`."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as error:
        told = f"{text!r} is no moment: YYYY-MM-DD, or YYYY-MM-DDTHH:MM"
        raise ArgumentTypeError(told) from error


def month(text: str) -> tuple[datetime, datetime]:
    """Return the bounds of a month. Raises `CommandError`."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if not match:
        raise CommandError(f"{text!r} is no month: YYYY-MM")
    year, number = int(match[1]), int(match[2])
    last = year * 12 + number
    return datetime(year, number, 1, tzinfo=UTC), datetime(last // 12, last % 12 + 1, 1, tzinfo=UTC)
