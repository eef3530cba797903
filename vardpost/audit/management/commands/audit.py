"""`./manage.py audit`: seal the ledger, check it, prove it, hand it out."""

import json
import sys
from argparse import RawDescriptionHelpFormatter
from datetime import UTC
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from vardpost.audit import choosing, detaching, evidence, exporting, incident, keys, proving
from vardpost.audit.files import HeadsFile, heads_files, read
from vardpost.audit.incident_words import Known
from vardpost.audit.leaving import leave_row
from vardpost.audit.lines import log_of
from vardpost.audit.management.arguments import EXAMPLE, declare, month
from vardpost.audit.management.terminal import address, bar, connected, writer
from vardpost.audit.resuming import NothingToResume, resume
from vardpost.audit.sealer import Sealer
from vardpost.audit.sealing import Refused
from vardpost.audit.standalone import verify as standalone
from vardpost.audit.statements import Head, NotAStatement, head_of, moment
from vardpost.audit.stored import Broken
from vardpost.audit.verifying import Asked, verify
from vardpost.audit.witnesses import Witnesses
from vardpost.audit.words import words_of
from vardpost.kernel import clock
from vardpost.kernel.ids import new_id

#: The exit code when it cannot be told whether the ledger is whole.
CANNOT = 2
#: So many seconds the entries of the last moments are waited for; they get their seal in ten.
PATIENCE = 15
#: What is told in a line, without a trace.
EXPECTED = (
    keys.KeyProblem,
    exporting.CannotExport,
    detaching.CannotDetach,
    proving.CannotProve,
    Broken,
    Refused,
    NotAStatement,
)


class Command(BaseCommand):
    """One verb each; none of them changes an entry."""

    help = "Seal the ledger, verify it, prove and export its entries."
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Keep the lines of the examples."""
        options = {"epilog": EXAMPLE, "formatter_class": RawDescriptionHelpFormatter, **kwargs}
        return super().create_parser(prog_name, subcommand, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the verbs, each with its own arguments."""
        declare(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        region = options.get("region")
        if region and log_of(region) != region:
            raise CommandError("--region is two digits", returncode=CANNOT)
        code = CANNOT if options["verb"] == "verify" else 1
        try:
            getattr(self, f"_{options['verb']}")(options)
        except EXPECTED as error:
            raise CommandError(str(error), returncode=code) from error
        except psycopg.Error as error:
            text = f"the database: {str(error).strip()}"
            raise CommandError(text, returncode=code) from error
        except OSError as error:
            text = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            raise CommandError(text, returncode=code) from error

    def _key(self, options: dict[str, Any]) -> None:
        file, folder = settings.AUDIT_KEY_FILE, settings.AUDIT_DIR
        if options["what"] == "create":
            self.stdout.write(f"{file}: key {keys.create(file, folder)}; keep a copy apart")
        elif options["what"] == "rotate":
            old, new = keys.rotate(file, folder)
            self.stdout.write(f"{file}: key {new}, signed by {old}; keep a copy apart")
        else:
            for entry in keys.Keys.read(folder / keys.LIST).entries:
                told = (entry.fields[name] for name in ("key", "at", "by", "public"))
                self.stdout.write("  ".join(told))

    def _seal(self, options: dict[str, Any]) -> None:
        witnesses = Witnesses(settings.AUDIT_WITNESSES)
        sealer = Sealer(address(), settings.AUDIT_KEY_FILE, settings.AUDIT_DIR, witnesses)
        if code := sealer.run():
            raise CommandError("nothing is sealed (its words above)", returncode=code)

    def _verify(self, options: dict[str, Any]) -> None:
        heads = options["heads"] or settings.AUDIT_DIR
        beside = (heads if heads.is_dir() else heads.parent) / keys.LIST
        asked = Asked(
            address(), heads, options["keys"] or beside, options["region"], options["exports"]
        )
        with bar("verifying", quiet=options["json"]) as shown:
            report = verify(asked, begin=shown.begin, advance=shown.advance)
        if (
            asked.region
            and report.whole
            and not any(one.leaves or one.heads for one in report.logs)
        ):
            raise CommandError(f"there is no log {asked.region}", returncode=CANNOT)
        self._say(report.data() if options["json"] else report.lines())
        if not report.whole:
            sys.exit(1)

    def _prove(self, options: dict[str, Any]) -> None:
        with connected() as connection:
            found = proving.prove(connection, options["entry"])
        with connected(writer()) as connection:
            for one in found:
                leave_row(connection, "entry", one.entry, log=one.log, command="audit.prove")
        if options["json"]:
            self._say([one.data() for one in found])
        for one in [] if options["json"] else found:
            word = "is sealed as" if one.holds else "IS NOT what was sealed as"
            self._say([
                f"entry {one.entry} of {moment(one.at)} {word} leaf {one.number} of log {one.log},",
                f"under head {one.head.number} (size {one.head.size}, {moment(one.head.at)}, "
                f"key {one.head.key}); {len(one.path)} hashes, all of them with --json",
                one.line,
            ])  # fmt: skip
        if not all(one.holds for one in found):
            sys.exit(1)

    def _consistency(self, options: dict[str, Any]) -> None:
        with connected() as connection:
            one = proving.grow(connection, options["region"], options["older"], options["newer"])
        if options["json"]:
            self._say(one.data())
        else:
            word = "begins" if one.holds else "DOES NOT begin"
            heads = ", ".join(f"head {head.number} of size {head.size}" for head in one.heads)
            self._say([
                f"log {one.log} of {one.older} leaves {word} that of {one.newer}",
                f"{len(one.path)} hashes, all of them with --json; signed: {heads or 'neither'}",
            ])  # fmt: skip
        if not one.holds:
            sys.exit(1)

    def _export(self, options: dict[str, Any]) -> None:
        out, known = options["out"], keys.Keys.read(settings.AUDIT_DIR / keys.LIST)
        kind = next((one for one in choosing.WHERE if options[one]), "")
        days = options["since"] or options["until"]
        if (options["month"] and kind) or (days and not kind):
            raise CommandError("--month goes with --region; --from and --to with a person or unit")
        rows = self._chosen(kind, options, known) if kind else self._range(options, known)
        try:
            standalone.check(out)
        except (standalone.Broken, standalone.CannotTell) as error:
            raise CommandError(f"{out} was written, and does not verify: {error}") from error
        if options["json"]:
            self._say({"out": str(out), "rows": rows, "whole": True})
        else:
            self._say([f"{out}: {rows} entries, verified; check them anywhere: python3 verify.py"])

    def _chosen(self, kind: str, options: dict[str, Any], known: keys.Keys) -> int:
        """Export what is about a person or a unit; the export is itself in the ledger, first."""
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("DATABASE_OWNER_URL is missing: only the owner looks people up")
        out, signer = options["out"], keys.load(settings.AUDIT_KEY_FILE)
        if out.exists() and any(out.iterdir()):
            raise CommandError(f"{out} is not empty")
        with (
            connected(settings.DATABASE_OWNER_URL) as owner,
            connected() as connection,
            bar("exporting", quiet=options["json"]) as shown,
        ):
            about = choosing.whom(owner, kind, options[kind], options["since"], options["until"])
            choosing.count(owner, about, PATIENCE)
            choosing.leave_row(owner, about, reason=options["reason"])
            return evidence.hand_out(owner, connection, about, out, signer, known, shown)

    def _incident(self, options: dict[str, Any]) -> None:
        """Collect an incident; that it was taken out is itself in the ledger, first."""
        names = ("unit", "staff", "address", "session", "cause")
        asked = {one: str(options[one]) for one in names if options[one]}
        if not asked:
            raise CommandError(f"name at least one of --{', --'.join(names)}")
        if not options["reason"].strip():
            raise CommandError("--reason says nothing")
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("DATABASE_OWNER_URL is missing: only the owner looks people up")
        out, signer = options["out"], keys.load(settings.AUDIT_KEY_FILE)
        known, asked_all = keys.Keys.read(settings.AUDIT_DIR / keys.LIST), dict(asked)
        for one in ("since", "until", "identities"):
            asked_all[one] = str(options[one])
        with (
            connected(settings.DATABASE_OWNER_URL) as owner,
            connected() as connection,
            bar("collecting", quiet=options["json"]) as shown,
        ):
            since, until = choosing.span(owner, options["since"], options["until"])
            meant = {one: choosing.find(owner, one, asked[one]) for one in asked if one in
                     ("unit", "staff")}  # fmt: skip
            about = incident.Incident(
                new_id(), since, until, meant.get("unit"), meant.get("staff"),
                options["address"], options["session"], options["cause"],
            )  # fmt: skip
            choosing.count(owner, about, PATIENCE)
            incident.prepare(out, asked_all)
            more = {"what": about.what, "identities": options["identities"]}
            choosing.leave_row(
                owner, about, reason=options["reason"], command="audit.incident", more=more
            )
            learnt = choosing.begin(options["known"] or clock.now())
            whose = Known(learnt, settings.CONTROLLER, settings.DPO_CONTACT, options["reason"])
            counts = incident.collect(
                owner, connection, about, out, signer, known, whose,
                identities=options["identities"], progress=shown,
            )  # fmt: skip
        self._checked(out)
        if options["json"]:
            self._say({"out": str(out), "incident": str(about.id), **counts.data(), "whole": True})
        else:
            self._say([
                f"{out}: {counts.all.entries} entries about {len(counts.residents)} residents, "
                "verified; go on in SAMMANFATTNING.md or SUMMARY.md",
            ])  # fmt: skip

    def _checked(self, out: Path) -> None:
        """Check what was written as whoever gets it will. Raises `CommandError`."""
        try:
            standalone.check_incident(out)
            standalone.check(out / "entries")
        except (standalone.Broken, standalone.CannotTell) as error:
            raise CommandError(f"{out} was written, and does not verify: {error}") from error

    def _range(self, options: dict[str, Any], known: keys.Keys) -> int:
        since, until = month(options["month"]) if options["month"] else (None, None)
        span = exporting.Span(options["region"], since, until)
        with connected(writer()) as connection:
            told = {"month": options["month"] or "", "reason": options["reason"][:200]}
            leave_row(connection, "log", span.log, log=span.log, **told)
        with connected() as connection, bar("exporting", quiet=options["json"]) as shown:
            return exporting.write_range(connection, span, options["out"], known, shown)

    def _detach(self, options: dict[str, Any]) -> None:
        folder = settings.AUDIT_DIR
        signer, known = keys.load(settings.AUDIT_KEY_FILE), keys.Keys.read(folder / keys.LIST)
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("DATABASE_OWNER_URL is missing: only the owner takes a part out")
        with connected(settings.DATABASE_OWNER_URL) as owner, bar("exporting") as shown:
            part = detaching.part_of(owner, options["month"])
            detaching.check_age(part, settings.AUDIT_YEARS)
            rows, digest = detaching.export(owner, part, options["out"], known, shown)
            file = HeadsFile(folder)
            detaching.detach(owner, part, signer, file, rows=rows, digest=digest)
            if options["drop"]:
                owner.execute(f"drop table {part.name}".encode())
        where = options["out"] / part.name
        self._say([f"{part.name}: {rows} entries now lie in {where} alone; its leaves stay"])

    def _resume(self, options: dict[str, Any]) -> None:
        folder = settings.AUDIT_DIR
        signer, known = keys.load(settings.AUDIT_KEY_FILE), keys.Keys.read(folder / keys.LIST)
        try:
            with connected() as connection:
                file = HeadsFile(folder)
                lost = resume(connection, signer, known, file, options["reason"])
        except NothingToResume:
            raise CommandError("the database has every head that was told") from None
        told = ", ".join(f"log {log}: {count}" for log, count in sorted(lost.items()))
        self._say([f"signed; heads that are lost: {told}. The sealer goes on by itself"])

    def _words(self, options: dict[str, Any]) -> None:
        until = options["until"]
        if until is not None and until.tzinfo is None:
            until = until.replace(tzinfo=UTC)
        newest: dict[str, Head] = {}
        for file in heads_files(settings.AUDIT_DIR):
            for one in read(file):
                if one.kind == "head":
                    head = head_of(one)
                    if until is None or head.at <= until:
                        newest[head.log] = head
        if not newest:
            raise CommandError("no heads were told until then")
        last = max(head.at for head in newest.values())
        self._say([" ".join(words_of(newest.values())), f"until {moment(last)}"])

    def _say(self, told: Any) -> None:
        """Write lines for people, or data for programs."""
        if isinstance(told, list) and all(isinstance(one, str) for one in told):
            self.stdout.write("\n".join(told))
        else:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
