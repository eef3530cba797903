"""Reads of the notices."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError

from vardpost.kernel import db
from vardpost.kernel.errors import NotFound
from vardpost.operating.values import Notice, NoticeData, Strip
from vardpost.operating.words import COLORS, severity

#: Past notices on one page of the office, and how long the open page tells of them.
PAGE = 30
TOLD_DAYS = 30
#: What the open page shows at most of each kind.
MOST_TOLD = 50
_COLUMNS = (
    "n.id, n.version, n.severity, n.audience, n.regions, n.title_sv, n.text_sv, n.title_en, "
    "n.text_en, n.starts_at, n.ends_at, n.withdrawn_at"
)
_STANDS = "n.withdrawn_at is null and (n.ends_at is null or n.ends_at > %s)"
#: When it ended; `coalesce` since one of them may be null.
_ENDED = "least(coalesce(n.ends_at, n.withdrawn_at), coalesce(n.withdrawn_at, n.ends_at))"


def _notice(row: tuple[Any, ...]) -> Notice:
    regions = tuple(row[4])
    return Notice(row[0], row[1], NoticeData(row[2], row[3], regions, *row[5:]))


def one_notice(notice_id: UUID) -> Notice:
    """Return a notice as it stands. Raises `NotFound`."""
    row = db.fetch_one(f"select {_COLUMNS} from operating_notice n where n.id = %s", [notice_id])
    if row is None:
        raise NotFound("operating notice")
    return _notice(row)


def standing_notices(now: datetime) -> list[Notice]:
    """Return the notices that are in force or planned, the first to begin first."""
    rows = db.fetch_all(
        f"select {_COLUMNS} from operating_notice n where {_STANDS} "
        "order by n.starts_at, n.id limit %s",
        [now, MOST_TOLD],
    )
    return [_notice(row) for row in rows]


def past_notices(now: datetime, before: tuple[datetime, UUID] | None = None) -> list[Notice]:
    """Return a page of notices that have ended, newest first: one more when there are more."""
    at, key = before or (None, None)
    rows = db.fetch_all(
        f"select {_COLUMNS} from operating_notice n where not ({_STANDS}) "
        "and (%s::timestamptz is null or (n.starts_at, n.id) < (%s, %s)) "
        "order by n.starts_at desc, n.id desc limit %s",
        [now, at, at, key, PAGE + 1],
    )
    return [_notice(row) for row in rows]


def told(now: datetime) -> list[Notice]:
    """Return what the open page tells: in force, planned, and the last thirty days'.

    What was taken back before it began has never been told, and is not told now. Row security
    keeps from others what is for staff.
    """
    rows = db.fetch_all(
        f"select {_COLUMNS} from operating_notice n where {_STANDS} "
        f"or ({_ENDED} > %s and {_ENDED} > n.starts_at) "
        "order by n.starts_at desc, n.id desc limit %s",
        [now, now - timedelta(days=TOLD_DAYS), 2 * MOST_TOLD],
    )
    return [_notice(row) for row in rows]


def region_names() -> dict[str, str]:
    """Return the names of the regions by code, in the order of the alphabet."""
    return dict(db.fetch_all("select code, name from region order by name"))


def strips(text: str | None, lang: str, hidden: Iterable[str] = ()) -> tuple[Strip, ...]:
    """Return the strips of a page from what `operating_now` gave; worst first.

    `hidden` are the keys of those that the reader has put away.
    """
    if not text:
        return ()
    away = frozenset(hidden)
    found = (_strip(one, lang) for one in json.loads(text))
    return tuple(one for one in found if one.key not in away or not one.may_be_hidden)


def strips_for_strangers(lang: str, hidden: Iterable[str] = ()) -> tuple[Strip, ...]:
    """Return the strips for a page of nobody in particular; none when the database is away."""
    try:
        row = db.fetch_one("select operating_now(null, null)::text")
    except DatabaseError:  # nothing else of the page can be had either, and an error page is shown
        return ()
    return strips(row[0] if row else None, lang, hidden)


def _strip(one: dict[str, Any], lang: str) -> Strip:
    english = lang == "en" and bool(one["title_en"] and one["text_en"])
    language = "en" if english else "sv"
    return Strip(
        key=f"{str(one['id'])[-12:]}-{one['version']}",
        severity=severity(one["severity"]),
        color=COLORS[one["severity"]],
        title=one[f"title_{language}"],
        text=one[f"text_{language}"],
        lang="" if language == lang else language,
        regions=tuple(one["regions"]),
        ends_at=datetime.fromisoformat(one["ends_at"]) if one["ends_at"] else None,
        may_be_hidden=one["severity"] != "outage",
    )
