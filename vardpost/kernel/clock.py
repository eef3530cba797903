"""The one place that asks what time it is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

#: Every unit keeps Swedish time; the database keeps UTC.
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)
