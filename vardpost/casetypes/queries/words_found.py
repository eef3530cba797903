"""Old words in all texts: where a unit, or everybody, still says what is no longer said [S11].

Terms texts (in force, planned, drafts), the forms of case types in force, and what units tell of
themselves. Case and line breaks make no difference. So short a word as an abbreviation is looked
for by itself alone: *GN* is not in *dygnet*.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.kernel import clock, db

#: More than this is another question.
MOST = 500
_AROUND = 60
#: A word of so few characters is a part of too many others.
SHORT = 3
#: What may stand beside it, as PostgreSQL reads it; what it lets through in vain Python drops.
_ALONE = r"(^|[^[:alnum:]]{more}){word}($|[^[:alnum:]])"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place. `where` is terms, form or contact; a central one has no `unit` and `hsa_id`.

    `before`, `match` and `after` are the excerpt.
    """

    where: str
    state: str
    title: str
    lang: str
    unit: str
    hsa_id: str
    region: str
    case_type_id: UUID | None
    before: str
    match: str
    after: str


#: What each case type is called: once a type, and not once a text.
TITLES = (
    "select distinct on (v.case_type_id) v.case_type_id, v.definition->'title' as title "
    "from case_type_version v where v.unit_id is null order by v.case_type_id, v.version desc"
)
_TERMS = (
    "with texts as ("
    "(select distinct on (x.case_type_id, x.unit_id) x.case_type_id, x.unit_id, x.body_sv, "
    "x.body_en, 'in-force' as state from terms_text x where x.published_at <= %(now)s "
    "order by x.case_type_id, x.unit_id, x.published_at desc, x.version desc) union all "
    "select x.case_type_id, x.unit_id, x.body_sv, x.body_en, 'planned' from terms_text x "
    "where x.published_at > %(now)s union all "
    "select w.case_type_id, w.unit_id, w.draft_sv, w.draft_en, 'draft' from unit_terms w "
    f"where w.draft_sv is not null), titles as ({TITLES}) "
    "select texts.state, coalesce(n.title->>'sv', t.key), t.id, coalesce(c.name, ''), "
    "coalesce(c.hsa_id, ''), coalesce(c.region_id, t.region_id, ''), "
    "texts.body_sv, texts.body_en from texts join case_type t on t.id = texts.case_type_id "
    "left join titles n on n.case_type_id = t.id "
    "left join care_unit c on c.id = coalesce(texts.unit_id, t.unit_id) "
    "where (texts.body_sv ~* %(words)s or texts.body_en ~* %(words)s) "
    "and (%(unit)s::uuid is null or c.id = %(unit)s) "
    "and (%(region)s = '' or coalesce(c.region_id, t.region_id, %(region)s) = %(region)s) "
    "order by 6, 4, 2, 1 limit %(most)s"
)
_FORMS = (
    "with forms as ("
    "(select distinct on (v.case_type_id, v.unit_id) v.case_type_id, v.unit_id, v.definition, "
    "'in-force' as state from case_type_version v where v.published_at <= %(now)s "
    "order by v.case_type_id, v.unit_id, v.published_at desc, v.version desc) union all "
    "select v.case_type_id, v.unit_id, v.definition, 'planned' from case_type_version v "
    "where v.published_at > %(now)s union all "
    "select d.case_type_id, null, d.definition, 'draft' from case_type_draft d) "
    "select forms.state, forms.definition->'title'->>'sv', t.id, coalesce(c.name, ''), "
    "coalesce(c.hsa_id, ''), coalesce(c.region_id, t.region_id, ''), forms.definition::text "
    "from forms join case_type t on t.id = forms.case_type_id "
    "left join care_unit c on c.id = coalesce(forms.unit_id, t.unit_id) "
    "where forms.definition::text ~* %(json)s and (%(unit)s::uuid is null or c.id = %(unit)s) "
    "and (%(region)s = '' or coalesce(c.region_id, t.region_id, %(region)s) = %(region)s) "
    "order by 6, 4, 2, 1 limit %(most)s"
)
_CONTACTS = (
    "select c.name, c.hsa_id, c.region_id, c.about_sv, c.about_en from care_unit c "
    "where (c.about_sv ~* %(words)s or c.about_en ~* %(words)s) "
    "and (%(unit)s::uuid is null or c.id = %(unit)s) "
    "and (%(region)s = '' or c.region_id = %(region)s) order by 3, 1 limit %(most)s"
)


def find_words(
    wanted: str, *, unit_id: UUID | None = None, region: str = "", most: int = MOST
) -> list[Hit]:
    """Return where some words stand: at a unit, in a region, or everywhere; three statements.

    A region's units meet the nation's texts too, so those are found with its own. At most `most`
    texts of each kind. A draft is found by those who may read it.
    """
    parts = [re.escape(part) for part in wanted.split()]
    if not parts:
        return []
    pattern = r"\s+".join(parts)
    # A form is looked through as JSON, where a quote and a line break are written with a backslash.
    quoted = [re.escape(json.dumps(part, ensure_ascii=False)[1:-1]) for part in wanted.split()]
    now: datetime = clock.now()
    in_json = r"(?:\s|\\[nrt])+".join(quoted)
    params: dict[str, Any] = {"words": pattern, "json": in_json}
    if len(wanted.strip()) <= SHORT:
        params["words"] = _ALONE.format(more="", word=pattern)
        params["json"] = _ALONE.format(more=r"|\\[nrt]", word=in_json)
        pattern = rf"(?<!\w){pattern}(?!\w)"
    params |= {"unit": unit_id, "region": region, "most": most, "now": now}
    found = re.compile(pattern, re.IGNORECASE)
    return [*_in_terms(found, params), *_in_forms(found, params), *_in_contacts(found, params)]


def _in_terms(found: re.Pattern[str], params: dict[str, Any]) -> Iterator[Hit]:
    for state, title, type_id, unit, hsa_id, region, sv, en in db.fetch_all(_TERMS, params):
        for lang, body in (("sv", sv), ("en", en)):
            for excerpt in _excerpts(found, body):
                yield Hit(*("terms", state, title, lang, unit, hsa_id, region, type_id), *excerpt)


def _in_forms(found: re.Pattern[str], params: dict[str, Any]) -> Iterator[Hit]:
    for state, title, type_id, unit, hsa_id, region, text in db.fetch_all(_FORMS, params):
        for lang, body in _texts(json.loads(text)):
            for excerpt in _excerpts(found, body):
                yield Hit(*("form", state, title, lang, unit, hsa_id, region, type_id), *excerpt)


def _in_contacts(found: re.Pattern[str], params: dict[str, Any]) -> Iterator[Hit]:
    for unit, hsa_id, region, sv, en in db.fetch_all(_CONTACTS, params):
        for lang, body in (("sv", sv), ("en", en)):
            for excerpt in _excerpts(found, body):
                yield Hit(*("contact", "in-force", "", lang, unit, hsa_id, region, None), *excerpt)


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Yield every text of a form with its language; keys and hashes are no texts."""
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in {"sv", "en"} and isinstance(one, str):
                yield key, one
            else:
                yield from _texts(one)


def _excerpts(found: re.Pattern[str], body: str) -> Iterator[tuple[str, str, str]]:
    for match in found.finditer(body):
        before = " ".join(body[max(0, match.start() - _AROUND) : match.start()].split(" "))
        after = body[match.end() : match.end() + _AROUND]
        yield (
            ("… " if match.start() > _AROUND else "") + before.replace("\n", " "),
            " ".join(match[0].split()),
            after.replace("\n", " ") + (" …" if len(body) > match.end() + _AROUND else ""),
        )
