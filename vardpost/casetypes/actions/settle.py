"""Which form an offer uses, once its settings or the central form have changed: parts.

A unit with words of its own in a central form has them laid into a version of its own. So a case
points at the very form that was shown, and a unit's words are checked before they are used.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from vardpost.casetypes.actions.hold import NewVersion, bad_form, plain, write_version
from vardpost.casetypes.checking import errors
from vardpost.casetypes.overrides import Overrides, lay_in, read_overrides
from vardpost.casetypes.queries.offers import IN_FORCE
from vardpost.casetypes.queries.published import version as published
from vardpost.casetypes.reading import DefinitionError, canonical, content_hash
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor


def settle(
    actor: Actor,
    unit_id: UUID,
    base_id: UUID,
    overrides: Overrides,
    *,
    planned_id: UUID | None,
) -> UUID:
    """Return the version that an offer uses: a central one, with the unit's own words laid in.

    `planned_id` is the central version that comes next, for a unit that follows. Raises `BadInput`
    (fact `findings`) when the words and the form do not go together.
    """
    now = clock.now()
    db.execute(
        "delete from case_type_version where case_type_id = %s and unit_id = %s "
        "and published_at > %s",
        [published(base_id).case_type_id, unit_id, now],
    )
    if overrides.is_empty:
        return base_id
    made = lay(actor, unit_id, base_id, overrides, at=now)
    if isinstance(made, DefinitionError):
        raise bad_form(made)
    if planned_id is not None:
        lay(actor, unit_id, planned_id, overrides, at=published(planned_id).published_at)
    return made


def spread(actor: Actor, case_type_id: UUID, version_id: UUID, at: datetime) -> int:
    """Let the units that follow use a new central version from `at`; return how many cannot.

    One whose own words do not go with the new form keeps what it has: the difference is shown to
    it as any other that it has not taken.
    """
    rows = db.fetch_all(
        "select unit_id, overrides from unit_case_type where case_type_id = %s and follows "
        "and overrides <> '{}'::jsonb order by unit_id for update",
        [case_type_id],
    )
    left = 0
    for unit_id, overrides in rows:
        made = lay(actor, unit_id, version_id, read_overrides(plain(overrides)), at=at)
        left += isinstance(made, DefinitionError)
    if at <= clock.now():
        catch_up(case_type_id=case_type_id)
    return left


@dataclass(slots=True)
class CaughtUp:
    """A case type whose offers use another version: which, in place of which, at how many units."""

    case_type_id: UUID
    #: The two lists go together: the first of one has given place to the first of the other.
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    units: int = 0


def catch_up(*, case_type_id: UUID | None = None, region_id: str | None = None) -> list[CaughtUp]:
    """Write on the offers that follow which version they use now; return what changed, by type.

    Readers do not wait for it: the newest version in force is used whatever the column says.
    """
    now = clock.now()
    rows = db.fetch_all(
        f"with late as (select u.id, u.version_id as was, {IN_FORCE} as version_id "
        "from unit_case_type u where u.follows and (%s::uuid is null or u.case_type_id = %s) "
        "and (%s::text is null or u.unit_id in "
        "(select c.id from care_unit c where c.region_id = %s))) "
        "update unit_case_type u set version_id = late.version_id from late "
        "where late.id = u.id and late.version_id <> u.version_id "
        "returning u.case_type_id, late.was, u.version_id",
        [now, now, case_type_id, case_type_id, region_id, region_id],
    )
    found: dict[UUID, CaughtUp] = {}
    for (kind, was, now_used), units in sorted(Counter(rows).items()):
        one = found.setdefault(kind, CaughtUp(kind))
        one.before.append(str(was))
        one.after.append(str(now_used))
        one.units += units
    return list(found.values())


def lay(
    actor: Actor, unit_id: UUID, base_id: UUID, overrides: Overrides, *, at: datetime
) -> UUID | DefinitionError:
    """Write a central version with a unit's own words as a version, or say why it is no form."""
    base = published(base_id)
    form = lay_in(base.definition, overrides)
    findings = errors(form)
    if findings:
        return DefinitionError(findings)
    text = canonical(form)
    newest = db.fetch_one(
        "select id, version, upstream_id, content_hash from case_type_version "
        "where case_type_id = %s and unit_id = %s order by version desc limit 1",
        [base.case_type_id, unit_id],
    )
    if newest and newest[2] == base_id and newest[3] == content_hash(text):
        same: UUID = newest[0]
        return same
    number = newest[1] + 1 if newest else 1
    new = NewVersion(base.case_type_id, number, text, at, "", unit_id, base_id)
    return write_version(actor, new)
