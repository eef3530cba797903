"""Texts that a change of words touches: an office's own, then those of its units.

Of each owner and case type the text that is written on: the draft, else the planned text, else the
one in force. A unit's text that its form has locked is in nobody's use and is passed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.offers import IN_FORCE
from vardpost.casetypes.queries.words_found import TITLES
from vardpost.casetypes.word_change import Place, WordChange
from vardpost.kernel import clock, db
from vardpost.units.queries import SWEDISH_ORDER

#: More texts than this are another change.
MOST = 3000
_STATES = {0: "draft", 1: "planned", 2: "in-force", 3: "in-force"}


@dataclass(frozen=True, slots=True)
class Touched:
    """One text with the words in it. Of an office it has no unit."""

    case_type_id: UUID
    title: Text
    unit_id: UUID | None
    unit: str
    hsa_id: str
    region_id: str
    #: draft, planned or in-force.
    state: str
    body: Text

    def places(self, words: WordChange) -> list[tuple[str, Place]]:
        """Return where the words stand, each with its language."""
        return [(lang, one) for lang in ("sv", "en") for one in words.places(self.body.of(lang))]


_TOUCHED = (
    "with texts as (select w.case_type_id, coalesce(w.unit_id, t.unit_id) as unit_id, 0 as rank, "
    "w.updated_at as at, w.version, w.draft_sv as sv, w.draft_en as en from unit_terms w "
    "join case_type t on t.id = w.case_type_id where w.draft_sv is not null union all "
    "select x.case_type_id, coalesce(x.unit_id, t.unit_id), case when x.published_at > %(now)s "
    "then 1 when x.unit_id is null and t.unit_id is not null then 3 else 2 end, x.published_at, "
    "x.version, x.body_sv, x.body_en from terms_text x join case_type t on t.id = x.case_type_id), "
    "written as (select distinct on (case_type_id, unit_id) * from texts "
    "order by case_type_id, unit_id, rank, at desc, version desc), "
    # A form is large: whether it leaves its terms open is read once a form, and not once a text.
    f"titles as ({TITLES}), opened as materialized (select v.id, "
    "coalesce(v.definition->'open' ? 'terms', false) as open from case_type_version v "
    "where v.published_at <= %(now)s) "
    "select t.id, coalesce(n.title->>'sv', t.key), coalesce(n.title->>'en', ''), c.id, "
    "coalesce(c.name, ''), coalesce(c.hsa_id, ''), coalesce(c.region_id, t.region_id, ''), "
    "w.rank, w.sv, w.en from written w join case_type t on t.id = w.case_type_id "
    "left join care_unit c on c.id = w.unit_id "
    "left join unit_case_type u on u.unit_id = c.id and u.case_type_id = t.id "
    f"left join opened f on f.id = {IN_FORCE.replace('%s', '%(now)s')} "
    "left join titles n on n.case_type_id = t.id "
    "where (w.sv ~* %(words)s or w.en ~* %(words)s) and case when c.id is null "
    "then coalesce(t.region_id, '') = %(region)s else c.live and u.id is not null "
    "and (%(region)s = '' or c.region_id = %(region)s) "
    "and (t.unit_id is not null or coalesce(f.open, false)) end "
    f"order by c.id is not null, {SWEDISH_ORDER.format('c.name')}, c.id, t.position, t.id "
    "limit %(most)s"
)


def touched(region_id: str, words: WordChange) -> list[Touched]:
    """Return the texts of an office, then those of its units by name; one statement."""
    params = {"now": clock.now(), "words": words.loose, "region": region_id, "most": MOST}
    found = []
    for kind, sv, en, unit_id, *rest, rank, body_sv, body_en in db.fetch_all(_TOUCHED, params):
        body = Text(body_sv, body_en)
        one = Touched(*(kind, Text(sv, en), unit_id, *rest, _STATES[rank], body))
        if words.stands_in(body.sv) or words.stands_in(
            body.en
        ):  # the statement does not know what whole words are
            found.append(one)
    return found


def mark(texts: Sequence[Touched], words: WordChange, *, publish: bool) -> str:
    """Return a mark of what was shown, so that nothing else is changed."""
    told = [
        f"{one.case_type_id}{one.unit_id}{one.state}{one.body.sv}\0{one.body.en}" for one in texts
    ]
    asked = f"{words.find}\0{words.put}\0{words.whole}{publish}"
    return sha256("\0".join([asked, *told]).encode()).hexdigest()[:32]
