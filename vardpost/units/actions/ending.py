"""Part of every verb that lets a unit close, or points to one that may."""

from vardpost.kernel import db


def hold_endings(region_id: str, *, shared: bool = False) -> None:
    """Let no unit of a region be closed, or begin to be, until this transaction ends.

    A unit that closes points to the next one, and what pointed to it does so too: two at one moment
    would miss each other's pointers, or wait for each other. Whoever only points holds it shared.
    """
    kind = "_shared" if shared else ""
    db.fetch_one(
        f"select pg_advisory_xact_lock{kind}(hashtextextended(%s, 0))", [f"endings {region_id}"]
    )
