"""The latest moment to cancel an appointment without a fee (domain 4, case type 3).

At some kinds of unit it is so many hours before; elsewhere so many full weekdays, which Saturdays,
Sundays and public holidays do not count among.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.values import Value
from vardpost.kernel.clock import STOCKHOLM
from vardpost.shell import dates

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CancelNotice:
    """What to tell before sending: the moment, whether it has passed, and the words."""

    at: datetime
    passed: bool
    text: str


def cancel_notice(
    definition: FormDefinition,
    values: Mapping[str, Value],
    *,
    kind: str,
    now: datetime,
    lang: str,
    is_holiday: Callable[[date], bool] = lambda day: False,
) -> CancelNotice | None:
    """Return the notice for the appointment in `values`, or None when the form has no such rule.

    `kind` is the kind of unit (`units.models.UnitKind`).
    """
    rule = definition.deadline
    if rule is None or rule.date not in values or rule.time not in values:
        return None
    day = date.fromisoformat(str(values[rule.date]))
    starts = datetime.combine(day, time.fromisoformat(str(values[rule.time])), STOCKHOLM)
    if kind in rule.hour_kinds:
        at = starts.astimezone(UTC) - timedelta(hours=rule.hours)
    else:
        at = datetime.combine(
            _weekdays_before(day, rule.weekdays, is_holiday), starts.timetz()
        ).astimezone(UTC)
    passed = now > at
    words = (rule.passed if passed else rule.before).of(lang)
    return CancelNotice(at, passed, words.replace("{deadline}", dates.exactly(at, lang)))


def _weekdays_before(day: date, count: int, is_holiday: Callable[[date], bool]) -> date:
    while count:
        day -= timedelta(days=1)
        if day.weekday() < _SATURDAY and not is_holiday(day):
            count -= 1
    return day
