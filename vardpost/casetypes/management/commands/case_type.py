"""`./manage.py case_type export|import`: a case type out to a file, or a file into a draft."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction

from vardpost.casetypes.actions.bring import Brought, import_type
from vardpost.casetypes.actions.export import export_for_operator
from vardpost.casetypes.actions.publish import publish
from vardpost.casetypes.findings import Finding
from vardpost.casetypes.queries import type_to_edit
from vardpost.casetypes.queries.parcels import types_with_key, unit_with
from vardpost.casetypes.questionnaire_out import questionnaire
from vardpost.casetypes.reading import DefinitionError
from vardpost.casetypes.transfer import MAX_BYTES, Parcel, read_parcel, write_parcel
from vardpost.kernel.actor import command_actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.units.hsa import BadHsaId, normalise

EXAMPLE = """
Examples:
  ./manage.py case_type export renew_prescription --format fhir > renew.json
  ./manage.py case_type export u_sleep --unit SE5560000000-0A1B
  ./manage.py case_type import renew.json --unit SE5560000000-0A1B --dry-run
  ./manage.py case_type import renew.json --unit SE5560000000-0A1B
  ./manage.py case_type import national.json --region 14 --publish

An import makes or replaces a draft, which is then published in the administration, or at once with
--publish. Nothing is written when anything in the file is wrong. Files are our own JSON or a FHIR
R4 Questionnaire; - reads from standard input. Runs as the owner of the tables.

Exit codes: 0 done; 1 the file, the key or the unit is wrong; 2 the arguments are wrong;
3 the draft is there and has errors, so --publish published nothing.
"""


class Command(BaseCommand):
    """Everything is in the arguments, so that it can be run by a script."""

    help = "Export a case type, or import one as a draft."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="export|import")
        shown: dict[str, Any] = {
            "epilog": EXAMPLE,
            "formatter_class": RawDescriptionHelpFormatter,
        }
        out = verbs.add_parser(
            "export", help="write a case type to standard output or a file", **shown
        )
        out.add_argument("key", metavar="KEY", help="such as renew_prescription")
        out.add_argument("--format", choices=["json", "fhir"], default="json")
        out.add_argument("--unit", metavar="HSAID", default="", help="whose own type it is")
        out.add_argument("--output", metavar="FILE", help="instead of standard output")
        into = verbs.add_parser("import", help="make the draft of a case type from a file", **shown)
        into.add_argument("file", metavar="FILE", help="- is standard input")
        owner = into.add_mutually_exclusive_group()
        owner.add_argument("--unit", metavar="HSAID", default="", help="else it is a central type")
        owner.add_argument("--region", metavar="CODE", default="", help="else it is the nation's")
        into.add_argument(
            "--dry-run", action="store_true", help="say what would come, write nothing"
        )
        into.add_argument("--publish", action="store_true", help="publish it, if it has no error")
        into.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verb that was named."""
        try:
            if options["verb"] == "export":
                self._export(options)
            else:
                self._import(options)
        except NotFound as error:
            raise CommandError(f"There is no such case type, unit or region: {error}") from error
        except DatabaseError as error:
            raise CommandError(
                "The database refused. Is it upgraded (./manage.py upgrade), and does "
                "DATABASE_OWNER_URL lead to the owner of the tables?"
            ) from error

    def _export(self, options: dict[str, Any]) -> None:
        found = types_with_key(options["key"], _hsa_id(options["unit"]))
        if len(found) != 1:
            which = "several" if found else "none"
            raise CommandError(f"{which} of the case types has the key {options['key']!r}")
        with transaction.atomic():
            made = export_for_operator(
                actor=command_actor("case_type export"),
                case_type_id=found[0],
                kind=options["format"],
            )
        text = write_parcel(made.parcel)
        if options["format"] == "fhir":
            data = questionnaire(made.parcel, number=made.number, published_at=made.published_at)
            text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        if options["output"]:
            Path(options["output"]).write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")

    def _import(self, options: dict[str, Any]) -> None:
        try:
            parcel = read_parcel(_bytes(options["file"]))
            with transaction.atomic():
                brought = _bring(parcel, options)
                published = _publish(brought, options)
        except (DefinitionError, BadInput) as error:
            findings = error.findings if isinstance(error, DefinitionError) else _findings(error)
            self._told(findings, options, done=False)
            raise CommandError(f"Nothing was imported: {len(findings)} faults.") from error
        self._told(brought.findings, options, done=True, brought=brought, published=published)
        if options["publish"] and not published and not options["dry_run"]:
            raise CommandError(
                "The draft is there; it has errors and was not published.", returncode=3
            )

    def _told(
        self,
        findings: tuple[Finding, ...],
        options: dict[str, Any],
        *,
        done: bool,
        brought: Brought | None = None,
        published: bool = False,
    ) -> None:
        """Say what came of it, for people or for a program."""
        if options["json"]:
            told = {
                "done": done and not options["dry_run"],
                "key": brought.key if brought else None,
                "case_type": str(brought.case_type_id) if brought and done else None,
                "known": brought.known if brought else None,
                "published": published,
                "findings": [
                    {
                        "place": one.place,
                        "code": one.code,
                        "severity": one.severity,
                        "sv": one.sv,
                        "en": one.en,
                    }
                    for one in findings
                ],
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for one in findings:
            self.stdout.write(
                f"{one.severity}: {one}" if one.place else f"{one.severity}: {one.en}"
            )
        if brought is not None:
            what = "a new draft of" if brought.known else "a new case type,"
            verb = "Would make" if options["dry_run"] else "Made"
            tail = ", published" if published else ""
            self.stdout.write(f"{verb} {what} {brought.key}{tail}.")


def _bring(parcel: Parcel, options: dict[str, Any]) -> Brought:
    unit_id = unit_with(_hsa_id(options["unit"])) if options["unit"] else None
    return import_type(
        actor=command_actor("case_type import"),
        parcel=parcel,
        region_id=options["region"] or None,
        unit_id=unit_id,
        dry_run=options["dry_run"],
    )


def _publish(brought: Brought, options: dict[str, Any]) -> bool:
    """Publish what was brought, when asked to and when it has no error."""
    wrong = any(one.severity == "error" for one in brought.findings)
    if options["dry_run"] or not options["publish"] or wrong or brought.case_type_id is None:
        return False
    draft = type_to_edit(brought.case_type_id).draft
    try:
        publish(
            actor=command_actor("case_type import"),
            case_type_id=brought.case_type_id,
            version=draft.version if draft else 0,
            note="case_type import",
        )
    except WrongState as error:
        raise CommandError(f"Nothing was imported: {error}.") from error
    return True


def _findings(error: BadInput) -> tuple[Finding, ...]:
    found: Any = error.facts.get("findings", ())
    return tuple(found)


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error


def _hsa_id(written: str) -> str:
    try:
        return normalise(written) if written else ""
    except BadHsaId as error:
        raise CommandError(str(error)) from error
