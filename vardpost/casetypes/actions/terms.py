"""Terms: write, publish now or on a day, take a plan back, bring back an old text.

A unit's own, or with no `unit_id` those of a central type, which the office that owns it writes:
they reach every unit of the type that has no text of its own in force. What is published is never
changed and does not wait for a job (ADR 0020). Every change of what is published, of its owner and
of its day of review is a line in the unit's history; an office's is in the ledger, and the list of
its published texts says who and when.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask, ask_within, tell
from vardpost.casetypes.fields import Text
from vardpost.casetypes.owners import Owner
from vardpost.casetypes.queries.offers import TERMS_IN_FORCE
from vardpost.casetypes.queries.published import terms
from vardpost.casetypes.queries.terms_desk import TermsDesk, central_desk, terms_desk
from vardpost.casetypes.reading import content_hash
from vardpost.casetypes.terms_check import clean, publishable, ready, too_long
from vardpost.casetypes.terms_values import (
    as_published,
    as_shown,
    stamp,
    told,
    when_saved,
    with_owner,
    words,
)
from vardpost.casetypes.terms_work import TermsWork
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved, NotFound, WrongState
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.people.queries.staff import name_with_role
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries import settings as standing
from vardpost.units.settings import Kind, Values, differences, plain


def save_terms_draft(
    *, actor: Actor, unit_id: UUID | None, case_type_id: UUID, version: int, work: TermsWork
) -> None:
    """Keep a text that is being written, whatever is wrong with it; nobody else reads it yet.

    `version` is the desk's. Raises `NotFound` for a type that the unit does not have, `Denied`,
    `WrongState` (hinder `locked`) where the text is decided centrally, `Moved`, and `BadInput`
    for a text far too long or an owner who is not of the unit.
    """
    place, desk = _hold(actor, unit_id, case_type_id)
    work = clean(work)
    owner = _owner(unit_id, desk, work)
    new = when_saved(desk, work, owner, draft=True)
    if _already(actor, desk, version, new):
        return
    errors = too_long(work)
    if errors:
        raise BadInput(errors)
    before, after = as_published(desk), with_owner(desk, work, owner)
    stood, stands = told(as_shown(desk)), told(new)
    _note(actor, place, desk, before, after, both=(stood, stands))
    _keep(actor, unit_id, desk, work, owner, draft=Text(work.sv, work.en))
    if before == after:  # else the history's row has told of the draft, the owner and the day
        event = AuditEvent.TERMS_DRAFTED
        tell(actor, event, place, case_type_id, old=stood, new=stands)


def publish_terms(
    *,
    actor: Actor,
    unit_id: UUID | None,
    case_type_id: UUID,
    version: int,
    work: TermsWork,
    at: datetime | None = None,
) -> None:
    """Publish a text now, or let it come into force at a time to come; the draft is used up.

    With the text unchanged only its owner and day of review are kept. Raises as `save_terms_draft`;
    `BadInput` at `sv` and `en` for what is empty, too long, or has a placeholder or a link that
    nobody could follow, and at `at`; `WrongState` with hinder `planned` or `same`.
    """
    place, desk = _hold(actor, unit_id, case_type_id)
    work = clean(work)
    owner = _owner(unit_id, desk, work)
    new = when_saved(desk, work, owner, draft=False, at=at)
    if _already(actor, desk, version, new):
        return
    ready(unit_id, desk, work, at)
    if desk.planned_id is not None:
        raise WrongState("a text is planned", hinder="planned")
    if Text(work.sv, work.en) != desk.body:
        _publish(actor, place, desk, work, owner, at)
        return
    kept = with_owner(desk, work, owner)
    if kept == as_published(desk) and desk.draft is None:
        raise WrongState("nothing has changed", hinder="same")
    _note(actor, place, desk, as_published(desk), kept)
    _keep(actor, unit_id, desk, work, owner, draft=None)


def withdraw_terms_plan(
    *, actor: Actor, unit_id: UUID | None, case_type_id: UUID, version: int
) -> None:
    """Take a planned text back: it is the draft again, unless there is one already.

    Raises as `save_terms_draft`, and `WrongState` with hinder `no_plan` when its time has come.
    """
    place, desk = _hold(actor, unit_id, case_type_id)
    if version != desk.version:
        raise _moved(actor, desk)
    if desk.planned_id is None or desk.planned is None:
        raise WrongState("nothing is planned", hinder="no_plan")
    db.execute("delete from terms_text where id = %s", [desk.planned_id])
    work = TermsWork("", "", desk.owner_id, desk.review_by)
    old, new = as_published(desk), as_published(replace(desk, planned_id=None, planned=None))
    _note(actor, place, desk, old, new)
    _keep(actor, unit_id, desk, work, desk.owner_name, draft=desk.draft or desk.planned)


def roll_back_terms(
    *, actor: Actor, unit_id: UUID | None, case_type_id: UUID, version: int, to: UUID
) -> None:
    """Publish an older text anew. A draft is left as it is. Raises as `publish_terms`."""
    place, desk = _hold(actor, unit_id, case_type_id)
    old = terms(to)
    if not db.fetch_one(
        "select 1 from terms_text where id = %s and case_type_id = %s "
        "and (unit_id is null or unit_id = %s) and published_at <= %s",
        [to, case_type_id, unit_id, clock.now()],
    ):
        raise NotFound("terms text")
    if version != desk.version:
        raise _moved(actor, desk)
    work = TermsWork(old.body.sv, old.body.en, desk.owner_id, desk.review_by)
    ready(unit_id, desk, work, None)
    if desk.planned_id is not None:
        raise WrongState("a text is planned", hinder="planned")
    if old.body == desk.body:
        raise WrongState("nothing has changed", hinder="same")
    _publish(actor, place, desk, work, desk.owner_name, None, draft=desk.draft)


def restore_terms(
    *,
    actor: Actor,
    unit_id: UUID,
    object_id: str,
    version: int,
    values: Values,
    undoes: UUID,
) -> None:
    """Publish the text that stood before anew, with its owner; a plan made since is taken back.

    Raises as `publish_terms`; `version` is that of the setting.
    """
    place, desk = _hold(actor, unit_id, UUID(object_id))
    if desk.planned_id is not None:
        db.execute("delete from terms_text where id = %s", [desk.planned_id])
    owner_id = UUID(str(values["owner_id"])) if values.get("owner_id") else None
    review = values.get("review_by")
    day = datetime.fromisoformat(str(review)).date() if review else None
    work = TermsWork(str(values["sv"]), str(values["en"]), owner_id, day)
    owner = str(values.get("owner", ""))
    at = datetime.fromisoformat(str(values["from"]))
    ahead = at if at > clock.now() else None
    undo = (version, undoes)
    if Text(work.sv, work.en) == desk.body:
        left = replace(desk, planned_id=None, planned=None)
        _note(actor, place, desk, as_published(desk), with_owner(left, work, owner), undo)
        _keep(actor, unit_id, desk, work, owner, draft=desk.draft)
        return
    publishable(unit_id, desk, work)
    _publish(actor, place, desk, work, owner, ahead, undo, draft=desk.draft)


def terms_in_force(*, actor: Actor) -> int:
    """Write down which planned terms have come into force in a region; return how many.

    Readers do not wait for this: it keeps the ledger true, and the offers' own column. What an
    office has published is told once for all units of the region that it reached.
    """
    require(actor, Permission.CASE_TYPE_SETTLE, Thing(actor.region_id))
    rows = db.fetch_all(
        "with late as (select w.id, w.settled_id as was, x.id as now from unit_terms w "
        "join unit_case_type u on u.unit_id = w.unit_id and u.case_type_id = w.case_type_id "
        f"join care_unit c on c.id = u.unit_id join terms_text x on x.id = {TERMS_IN_FORCE} "
        "where x.unit_id = w.unit_id and c.region_id = %s and w.settled_id is distinct from x.id) "
        "update unit_terms w set settled_id = late.now from late "
        "where w.id = late.id and w.settled_id is not distinct from late.was "
        "returning w.unit_id, w.case_type_id, late.was, late.now",
        [*[clock.now()] * 4, actor.region_id],
    )
    for unit_id, case_type_id, was, now in rows:
        event, owner = AuditEvent.TERMS_IN_FORCE, Owner(actor.region_id, unit_id)
        tell(actor, event, owner, case_type_id, old=_settled(was), new=_settled(now))
    return len(rows) + _offices_in_force(actor)


def _offices_in_force(actor: Actor) -> int:
    """Write on the region's offers which text of the type's office they use; return of how many."""
    rows = db.fetch_all(
        "with late as (select u.id, x.id as terms_id from unit_case_type u "
        "join care_unit c on c.id = u.unit_id and c.region_id = %s join (select distinct on "
        "(n.case_type_id) n.case_type_id, n.id from terms_text n where n.unit_id is null "
        "and n.author_id is not null and n.published_at <= %s "
        "order by n.case_type_id, n.published_at desc, n.version desc) x "
        "on x.case_type_id = u.case_type_id where u.terms_id <> x.id) "
        "update unit_case_type u set terms_id = late.terms_id from late where late.id = u.id "
        "returning u.case_type_id, u.terms_id",
        [actor.region_id, clock.now()],
    )
    units = Counter((row[0], row[1]) for row in rows)
    for (case_type_id, now), reached in sorted(units.items()):
        event, owner = AuditEvent.TERMS_IN_FORCE, Owner(actor.region_id)
        tell(actor, event, owner, case_type_id, old={}, new=_settled(now), units=reached)
    return len(units)


def _settled(terms_id: UUID | None) -> dict[str, Any]:
    """Return what the ledger says of a text in force; `{}` where the unit has had none before."""
    if terms_id is None:
        return {}
    one = terms(terms_id)
    return {"terms": str(one.id), "number": one.version, "hash": one.content_hash}


def _hold(actor: Actor, unit_id: UUID | None, case_type_id: UUID) -> tuple[Owner, TermsDesk]:
    """Lock the work with a text; ask; return whose it is and how everything stands."""
    owner = _asked(actor, unit_id, case_type_id)
    _desk(unit_id, case_type_id)
    db.execute(
        "insert into unit_terms (id, unit_id, case_type_id, owner_name, version, before, "
        "updated_at, updated_by_name) values (%s, %s, %s, '', 0, '{}', %s, '') "
        "on conflict do nothing",
        [new_id(), unit_id, case_type_id, clock.now()],
    )
    db.fetch_one(
        "select 1 from unit_terms where unit_id is not distinct from %s and case_type_id = %s "
        "for update",
        [unit_id, case_type_id],
    )
    desk = _desk(unit_id, case_type_id)
    if not desk.open:
        raise WrongState("the terms are locked", hinder="locked")
    return owner, desk


def _asked(actor: Actor, unit_id: UUID | None, case_type_id: UUID) -> Owner:
    """Ask whether the actor may write the text; return whose it is."""
    if unit_id is None:
        kind = db.fetch_one(
            "select region_id from case_type where id = %s and unit_id is null", [case_type_id]
        )
        if kind is None:
            raise NotFound(f"central type {case_type_id}")
        ask(actor, Owner(kind[0]))
        return Owner(kind[0])
    region = db.fetch_one("select region_id from care_unit where id = %s", [unit_id])
    ask_within(actor, Permission.UNIT_EDIT, Thing(region[0] if region else None, unit_id))
    return Owner(region[0] if region else None, unit_id)


def _desk(unit_id: UUID | None, case_type_id: UUID) -> TermsDesk:
    return central_desk(case_type_id) if unit_id is None else terms_desk(unit_id, case_type_id)


def _owner(unit_id: UUID | None, desk: TermsDesk, work: TermsWork) -> str:
    """Return the owner's name; one who has left since may stay, a new one is of the unit."""
    if work.owner_id is None:
        return ""
    if work.owner_id == desk.owner_id:
        return desk.owner_name
    name = name_with_role(unit_id, work.owner_id) if unit_id is not None else None
    if name is None:
        raise BadInput({"owner": _("Välj en person som arbetar på mottagningen")})
    return name


def _publish(
    actor: Actor,
    place: Owner,
    desk: TermsDesk,
    work: TermsWork,
    owner: str,
    at: datetime | None,
    undo: tuple[int, UUID] | None = None,
    draft: Text | None = None,
) -> None:
    made, moment, unit_id = new_id(), at or clock.now(), place.unit_id
    row = db.fetch_one(
        "insert into terms_text (id, case_type_id, unit_id, version, body_sv, body_en, "
        "content_hash, published_at, author_id, author_name) select %s, %s, %s::uuid, "
        "coalesce(max(x.version), 0) + 1, %s, %s, %s, %s, %s, %s from terms_text x "
        "where x.case_type_id = %s and (x.unit_id is not distinct from %s "
        "or (x.unit_id is null and %s)) returning version",
        [
            *(made, desk.case_type_id, unit_id, work.sv, work.en),
            *(content_hash(f"{work.sv}\0{work.en}"), moment, actor.person_id, actor.name[:120]),
            *(desk.case_type_id, unit_id, desk.own_type),
        ],
    )
    new = with_owner(desk, work, owner) | {
        "number": row[0] if row else 1,
        "from": stamp(moment),
        "sv": work.sv,
        "en": work.en,
    }
    _note(actor, place, desk, as_published(desk), new, undo)
    _keep(actor, unit_id, desk, work, owner, draft=draft)
    if at is None:
        db.execute(
            "update unit_terms set settled_id = %s where unit_id is not distinct from %s "
            "and case_type_id = %s",
            [made, unit_id, desk.case_type_id],
        )


def _keep(
    actor: Actor,
    unit_id: UUID | None,
    desk: TermsDesk,
    work: TermsWork,
    owner: str,
    draft: Text | None,
) -> None:
    """Write the work: draft, owner, day of review; the version rises."""
    db.execute(
        "update unit_terms set draft_sv = %s, draft_en = %s, owner_id = %s, owner_name = %s, "
        "review_by = %s, version = version + 1, before = %s, updated_at = %s, "
        "updated_by_id = %s, updated_by_name = %s where unit_id is not distinct from %s "
        "and case_type_id = %s",
        [
            *((draft.sv, draft.en) if draft else (None, None)),
            *(work.owner_id, owner, work.review_by, db.json(plain(as_shown(desk)))),
            *(clock.now(), actor.person_id, actor.name[:120], unit_id, desk.case_type_id),
        ],
    )


def _note(
    actor: Actor,
    place: Owner,
    desk: TermsDesk,
    old: Values,
    new: Values,
    undo: tuple[int, UUID] | None = None,
    both: tuple[Values, Values] | None = None,
) -> None:
    """Write the line of the unit's history, and the ledger's row: of `both`, or of the same.

    Raises `Moved` for a version that has passed. An office's work has the ledger's row alone.
    """
    thing, unit_id = desk.case_type_id, place.unit_id
    if unit_id is None:
        stood, stands = both or (told(old), told(new))
        if old != new:
            tell(actor, AuditEvent.TERMS_CHANGED, place, thing, old=stood, new=stands)
        return
    version = undo[0] if undo else standing.version(unit_id, TERMS.key, thing)
    held = begin(actor, TERMS, version=version, new=new, unit_id=unit_id, object_id=thing)
    if held is not None:
        note(held, old=old, new=new, undoes=undo[1] if undo else None, told=both)


def _already(actor: Actor, desk: TermsDesk, version: int, new: Values) -> bool:
    """Whether this person has saved exactly that; raises `Moved` when somebody saved otherwise.

    A save that changed nothing stops nobody: there would be nothing to tell.
    """
    if version == desk.version:
        return False
    once = version == desk.version - 1 and desk.updated_by_id == actor.person_id
    if once and plain(new) == plain(as_shown(desk)):
        return True
    told = _moved(actor, desk)
    if version == desk.version - 1 and not told.changes[0].lines:
        return False
    raise told


def _moved(actor: Actor, desk: TermsDesk) -> Moved:
    lines = differences(TERMS, desk.before, as_shown(desk))
    moment = desk.updated_at or clock.now()
    name = _("Du") if desk.updated_by_id == actor.person_id else desk.updated_by_name
    return Moved(desk.version, [Earlier(name, moment, lines)])


TERMS = Kind(
    "casetypes:terms",
    later("Villkor"),
    Permission.UNIT_EDIT,
    AuditEvent.TERMS_CHANGED,
    "villkor",
    words,
    restore_terms,
    told,
)
