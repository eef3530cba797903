"""`./manage.py audit`: seal the ledger, check it, prove it, hand it out."""

from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from vardpost.audit import keys
from vardpost.audit.sealer import Sealer
from vardpost.audit.witnesses import Witnesses

EXAMPLE = """
Examples:
  ./manage.py audit key create
  ./manage.py audit seal

Everything else about it: docs/how-to/audit.md
"""


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
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        key = verbs.add_parser("key", help="make the key that signs the heads, or the next one")
        key.add_argument("what", choices=("create", "rotate", "list"))
        verbs.add_parser("seal", help="seal entries and sign heads until Ctrl-C")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['verb']}")(options)

    def _key(self, options: dict[str, Any]) -> None:
        file, folder = settings.AUDIT_KEY_FILE, settings.AUDIT_DIR
        try:
            if options["what"] == "create":
                self.stdout.write(f"{file}: key {keys.create(file, folder)}; keep a copy apart")
            elif options["what"] == "rotate":
                old, new = keys.rotate(file, folder)
                self.stdout.write(f"{file}: key {new}, signed by {old}; keep a copy apart")
            else:
                for entry in keys.Keys.read(folder / keys.LIST).entries:
                    told = (entry.fields[name] for name in ("key", "at", "by", "public"))
                    self.stdout.write("  ".join(told))
        except keys.KeyProblem as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error

    def _seal(self, options: dict[str, Any]) -> None:
        sealer = Sealer(
            address(),
            settings.AUDIT_KEY_FILE,
            settings.AUDIT_DIR,
            Witnesses(settings.AUDIT_WITNESSES),
        )
        if code := sealer.run():
            raise CommandError("nothing is sealed (its words above)", returncode=code)


def address() -> str:
    """Return where the ledger is read and sealed: as the sealer's role, else as the owner."""
    found: str = settings.DATABASE_SEALER_URL or settings.DATABASE_OWNER_URL
    if not found:
        raise CommandError("DATABASE_SEALER_URL is missing: where the sealer's role connects")
    return found
