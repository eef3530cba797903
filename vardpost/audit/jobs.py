"""What the worker does for the ledger."""

from vardpost.audit.lines import NOWHERE
from vardpost.kernel import db, queue


@queue.periodic("audit.months", cron="17 2 * * *", regions=lambda: [NOWHERE])
def months_ahead(region: str) -> None:
    """See to it that the parts of the coming months lie ready; it can run as often as it likes."""
    db.fetch_one("select audit_months_ahead()")
