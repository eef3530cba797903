"""The one place that asks what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

#: Every unit keeps Swedish time; the database keeps UTC.
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def on_the_clock(day: date, at: time) -> datetime | None:
    """Return the moment when clocks in Sweden show this; None for an hour that is left out.

    An hour that comes twice, when the clocks go back, is the first one.
    """
    shown = datetime.combine(day, at.replace(tzinfo=None))
    moment = shown.replace(tzinfo=STOCKHOLM, fold=0)
    back = moment.astimezone(UTC).astimezone(STOCKHOLM)
    return moment if back.replace(tzinfo=None) == shown else None


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day in Sweden, which is not always the day in UTC."""
    return now().astimezone(STOCKHOLM).date()
