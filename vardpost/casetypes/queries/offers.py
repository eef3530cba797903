"""What a unit offers now: one statement, whatever is planned, followed or changed by the unit."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.text import slugify

from vardpost.casetypes.fields import Text
from vardpost.casetypes.queries.handed import LIVE
from vardpost.kernel import clock, db
from vardpost.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Offer:
    """One case type as a unit offers it now."""

    key: str
    title: Text
    description: Text
    version_id: UUID
    terms_id: UUID
    first_days: int
    final_days: int
    symptom: bool
    proxy_allowed: bool
    min_age: int
    #: Held back: only those to whom it is handed out use it.
    restricted: bool
    #: To whom it is, among the people that were asked for.
    handed_to: tuple[UUID, ...]
    #: Its part of an address, of the Swedish title: `fornya-recept`; unlike every other's at the
    #: unit, so only `offered`, which knows the others, tells it.
    slug: str = ""

    def is_for(self, person: UUID | None) -> bool:
        """Whether somebody among the people that were asked for may use it."""
        return not self.restricted or person in self.handed_to


_NEWEST = (
    "(select n.id from case_type_version n where n.case_type_id = u.case_type_id and n.unit_id {} "
    "and n.published_at <= %s order by n.published_at desc, n.version desc limit 1)"
)
#: The id of the version that an offer `u` uses at a moment, which is given twice. A unit that
#: follows uses the newest in force, with its own parts laid in where it has some; a planned
#: version comes into force by its time alone.
IN_FORCE = (
    "(case when not u.follows then u.version_id "
    f"when u.overrides = '{{}}'::jsonb then coalesce({_NEWEST.format('is null')}, u.version_id) "
    f"else coalesce({_NEWEST.format('= u.unit_id')}, u.version_id) end)"
)
#: What lists show of a form, each taken out of its JSON once.
FORM = (
    "form(title jsonb, description jsonb, symptom boolean, proxy_allowed boolean, min_age int, "
    "direction text, needs_patient_board boolean)"
)
#: The id of the terms text of an offer `u` at a moment, which is given four times: the unit's own
#: newest in force, where the type is the unit's or its form leaves the terms open; else the newest
#: in force that the type's office has published (who comes of the files has no author, and
#: reaches the units with the upgrade that brings it: `unit_case_type.terms`).
TERMS_IN_FORCE = (
    "coalesce((select x.id from terms_text x where x.case_type_id = u.case_type_id "
    "and x.unit_id = u.unit_id and x.published_at <= %s and (exists (select 1 from case_type ot "
    "where ot.id = u.case_type_id and ot.unit_id = u.unit_id) or (select ov.definition->'open' "
    f"? 'terms' from case_type_version ov where ov.id = {IN_FORCE})) "
    "order by x.published_at desc, x.version desc limit 1), (select x.id from terms_text x "
    "where x.case_type_id = u.case_type_id and x.unit_id is null and x.author_id is not null "
    "and x.published_at <= %s order by x.published_at desc, x.version desc limit 1), u.terms_id)"
)
#: What must be true of a form in a region `r` for anybody to be offered it.
OFFERABLE = (
    "coalesce(form.direction, 'inbound') = 'inbound' "
    "and (not coalesce(form.needs_patient_board, false) "
    "or coalesce(r.patient_board, '') <> '')"
)
_OFFERED = (
    "select t.key, form.title->>'sv', form.title->>'en', form.description->>'sv', "
    f"form.description->>'en', v.id, {TERMS_IN_FORCE}, u.first_days, u.final_days, "
    "coalesce(form.symptom, false), coalesce(form.proxy_allowed, true), coalesce(form.min_age, 0), "
    "u.restricted, handed.people from unit_case_type u join case_type t on t.id = u.case_type_id "
    "join care_unit c on c.id = u.unit_id join region r on r.code = c.region_id "
    f"join case_type_version v on v.id = {IN_FORCE} "
    f"cross join lateral jsonb_to_record(v.definition) as {FORM} "
    "cross join lateral (select array(select g.person_id from case_type_grant g "
    "where u.restricted and g.unit_id = u.unit_id and g.case_type_id = u.case_type_id "
    f"and g.person_id = any(%s) and {LIVE}) as people) handed "
    f"where u.unit_id = %s and u.active and {OFFERABLE} "
    "and (not u.restricted or %s or handed.people <> '{}')"
)


def offered(unit_id: UUID, people: Collection[UUID] | None = ()) -> list[Offer]:
    """Return what the unit offers some residents, in its own order: one statement.

    What the unit holds back is there when it is handed out to one of `people`. None stands for
    everybody: what the unit offers at all, for those who run it.
    """
    by_place = " order by u.position, t.position, t.key"
    rows = db.fetch_all(_OFFERED + by_place, _asked(unit_id, people))
    return _with_slugs([_offer(row) for row in rows])


def offer(unit_id: UUID, key: str, people: Collection[UUID] | None = ()) -> Offer:
    """Return one case type of the unit, as `offered`.

    Raises `NotFound` when the unit does not offer it now, or to none of these people.
    """
    row = db.fetch_one(f"{_OFFERED} and t.key = %s", [*_asked(unit_id, people), key])
    if row is None:
        raise NotFound(f"case type {key[:40]!r}")
    return _offer(row)


def _asked(unit_id: UUID, people: Collection[UUID] | None) -> list[object]:
    return [*[clock.now()] * 6, list(people or ()), unit_id, people is None]


def _offer(row: db.Row) -> Offer:
    key, title_sv, title_en, description_sv, description_en, *rest = row
    title, description = Text(title_sv, title_en), Text(description_sv, description_en)
    return Offer(*(key, title, description, *rest[:-1], tuple(rest[-1])))


def _with_slugs(offers: list[Offer]) -> list[Offer]:
    """Give each its address; two with the same title are told apart by their keys."""
    times = Counter(slugify(one.title.sv) for one in offers)
    made = []
    for one in offers:
        slug = slugify(one.title.sv)
        key = one.key.replace("_", "-")
        made.append(replace(one, slug=f"{slug}-{key}" if times[slug] > 1 or not slug else slug))
    return made
