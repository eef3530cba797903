"""Texts that still say what a unit was called: five statements, whatever is found.

Terms, forms and contact texts (`casetypes.queries.words_found`), and what closings, linked services
and operating notices tell. A text that says the new name, of which the old one is a part, is none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from vardpost.casetypes.queries.words_found import find_words
from vardpost.kernel import clock, db

#: More places than this are not shown.
MOST = 200
_AROUND = 60


@dataclass(frozen=True, slots=True)
class OldText:
    """One place. `where` is terms, form, contact, closing, service or notice; `key` is which one.

    `slug` and `unit` are empty for what belongs to no unit. `before`, `match` and `after` are the
    excerpt.
    """

    where: str
    state: str
    title: str
    lang: str
    slug: str
    unit: str
    key: UUID | None
    before: str
    match: str
    after: str


_MORE = (
    "select 'closing', '', x.lang, u.slug, u.name, c.id, x.body from unit_closing c "
    "join care_unit u on u.id = c.unit_id "
    "cross join lateral (values ('sv', c.reason_sv), ('en', c.reason_en)) x (lang, body) "
    "where c.ends_on >= %(today)s and u.region_id = %(region)s "
    "and (%(unit)s::uuid is null or u.id = %(unit)s) and x.body ~* %(words)s "
    "union all select 'service', s.internal_name, x.lang, '', '', s.id, x.body "
    "from linked_service s cross join lateral (values ('sv', s.name_sv), ('en', s.name_en), "
    "('sv', s.about_sv), ('en', s.about_en)) x (lang, body) where s.ended_at is null "
    "and s.region_id = %(region)s and %(unit)s::uuid is null and x.body ~* %(words)s "
    "union all select 'notice', n.title_sv, x.lang, '', '', n.id, x.body "
    "from operating_notice n cross join lateral (values ('sv', n.title_sv), ('en', n.title_en), "
    "('sv', n.text_sv), ('en', n.text_en)) x (lang, body) where n.withdrawn_at is null "
    "and (n.ends_at is null or n.ends_at > %(now)s) and %(unit)s::uuid is null "
    "and x.body ~* %(words)s limit 500"
)


def old_texts(old: str, new: str, *, region_id: str, unit_id: UUID | None = None) -> list[OldText]:
    """Return where a region's texts, or one unit's, say the old name and not the new one."""
    hits = find_words(old, unit_id=unit_id, region=region_id)
    slugs: dict[str, str] = dict(
        db.fetch_all(
            "select hsa_id, slug from care_unit where hsa_id = any(%s)",
            [[one.hsa_id for one in hits if one.hsa_id]],
        )
    )
    found = [
        OldText(
            *(one.where, one.state, one.title, one.lang, slugs.get(one.hsa_id, ""), one.unit),
            *(one.case_type_id, one.before, one.match, one.after),
        )
        for one in hits
    ]
    found += _more(old, region_id, unit_id)
    return list(_still_old(found, new))[:MOST]


def _more(old: str, region_id: str, unit_id: UUID | None) -> Iterator[OldText]:
    pattern = r"\s+".join(re.escape(part) for part in old.split())
    now = clock.now()
    rows = db.fetch_all(
        _MORE,
        {
            "today": now.astimezone(clock.STOCKHOLM).date(),
            "now": now,
            "region": region_id,
            "unit": unit_id,
            "words": pattern,
        },
    )
    wanted = re.compile(pattern, re.IGNORECASE)
    for where, title, lang, slug, unit, key, body in rows:
        for match in wanted.finditer(body):
            start, end = max(0, match.start() - _AROUND), match.end() + _AROUND
            yield OldText(
                *(where, "in-force", title, lang, slug, unit, key),
                ("… " if start else "") + body[start : match.start()],
                match[0],
                body[match.end() : end] + (" …" if len(body) > end else ""),
            )


def _still_old(found: Iterable[OldText], new: str) -> Iterator[OldText]:
    wanted = new.casefold()
    for one in found:
        text = f"{one.before}{one.match}{one.after}".casefold()
        first, last = len(one.before), len(one.before) + len(one.match)
        place = text.find(wanted)
        while 0 <= place <= first and not place + len(wanted) >= last:
            place = text.find(wanted, place + 1)
        if not 0 <= place <= first:
            yield one
