"""The steps that the verbs of the room share: lock, ask, write a version, tell the ledger."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.checking import errors, pictures
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.findings import found
from vardpost.casetypes.owners import Owner
from vardpost.casetypes.queries.published import version as published
from vardpost.casetypes.reading import DefinitionError, canonical, content_hash, read_plain
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, Stale, WrongState
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.policy.scope import scope_for
from vardpost.units.settings import Values

#: What the operator's own commands ask for: no person holds it.
BY_COMMAND = Permission.CASE_TYPE_IMPORT


@dataclass(frozen=True, slots=True)
class HeldType:
    """The locked row of a case type, its draft, and its newest and planned versions."""

    id: UUID
    key: str
    region_id: str | None
    unit_id: UUID | None
    #: 0 when there is no draft; `definition` is then None.
    draft_version: int
    draft: Any
    based_on: UUID | None
    last_number: int
    planned_id: UUID | None
    in_force_id: UUID | None

    @property
    def owner(self) -> Owner:
        """Whose the type is."""
        return Owner(self.region_id, self.unit_id)

    @property
    def told(self) -> dict[str, Any]:
        """What the ledger says of the draft that stands; `{}` where there is none."""
        return told_draft(self.draft_version, self.definition()) if self.draft_version else {}

    def definition(self) -> FormDefinition:
        """Return the draft as a form. Raises `WrongState` when there is none."""
        if not self.draft_version:
            raise WrongState("no draft", hinder="no_draft")
        return read_plain(self.draft)


_HOLD = (
    "select t.id, t.key, t.region_id, t.unit_id, coalesce(d.version, 0), d.definition, "
    "d.based_on_id, (select coalesce(max(v.version), 0) from case_type_version v "
    "where v.case_type_id = t.id and v.unit_id is null), (select v.id from case_type_version v "
    "where v.case_type_id = t.id and v.unit_id is null and v.published_at > %s "
    "order by v.published_at limit 1), (select v.id from case_type_version v "
    "where v.case_type_id = t.id and v.unit_id is null and v.published_at <= %s "
    "order by v.published_at desc, v.version desc limit 1) "
    "from case_type t left join case_type_draft d on d.case_type_id = t.id where t.id = %s"
)


def hold_type(actor: Actor, case_type_id: UUID, *, version: int | None = None) -> HeldType:
    """Lock a case type that the actor may change.

    `version` is that of the draft the page was drawn from. Raises `NotFound` outside the actor's
    scope, `Denied` without the permission, `Stale` when somebody has saved since.
    """
    lock(case_type_id)
    now = clock.now()
    row = db.fetch_one(_HOLD, [now, now, case_type_id])
    if row is None:
        raise NotFound(f"case type {case_type_id}")
    held = HeldType(*(*row[:5], plain(row[5]), *row[6:]))
    ask(actor, held.owner)
    if version is not None and version != held.draft_version:
        raise Stale(f"draft {held.draft_version}, drawn from {version}", what="case_type_draft")
    return held


def lock(case_type_id: UUID, *, shared: bool = False) -> None:
    """Hold a case type for the rest of the transaction; units that use it hold it `shared`.

    In a statement of its own: what is read after it was written by whoever had it before. (Locking
    the row and reading its draft in one statement would read the draft as it stood before.)
    """
    how = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    db.fetch_one(f"select {how}(hashtextextended(%s, 0))", [f"case type {case_type_id}"])


def ask(actor: Actor, owner: Owner) -> None:
    """Require that the actor may change what belongs to the owner.

    The nation stands above every region, and still writes no region's types or texts: a region's
    are written by the region. Raises `NotFound` when it is another unit's, region's or office's,
    `Denied` without the permission.
    """
    thing = Thing(owner.region_id, owner.unit_id)
    if actor.kind == "system":
        require(actor, BY_COMMAND, thing)
        return
    permission = Permission.UNIT_EDIT if owner.unit_id else Permission.CENTRAL_TYPE_EDIT
    ask_within(actor, permission, thing)
    if owner.unit_id is None and (actor.region_id or None) != owner.region_id:
        raise NotFound("another office's")


def ask_within(actor: Actor, permission: Permission, thing: Thing) -> None:
    """Require a permission over a thing; what lies outside the actor's scope is not found."""
    scope = scope_for(actor, permission)
    if scope.kind != "none" and not scope.covers(thing):
        raise NotFound("outside the scope")
    require(actor, permission, thing)


def ready_to_publish(held: HeldType, definition: FormDefinition) -> str:
    """Return the text of a form that may be published.

    Raises `BadInput` with the fact `findings` for everything the checker calls an error, a key
    that is not the type's, and pictures that are not there.
    """
    findings = errors(definition)
    if definition.key != held.key:
        findings.append(found("key", "key_owner", key=held.key))
    wanted = {picture.hash: place for place, picture in pictures(definition)}
    if wanted:
        there = db.fetch_all(
            "select hash from case_type_picture where hash = any(%s)", [list(wanted)]
        )
        known = {row[0] for row in there}
        findings += [found(wanted[name], "picture") for name in wanted if name not in known]
    if findings:
        raise bad_form(DefinitionError(findings))
    return canonical(definition)


def bad_form(error: DefinitionError) -> BadInput:
    """Return the refusal of a form: one sentence a place, and the findings themselves."""
    told: dict[str, str] = {}
    for one in error.findings:
        told.setdefault(one.place or "form", one.sv)
    return BadInput(told, str(error), findings=error.findings)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is to be written as one version of a case type."""

    case_type_id: UUID
    number: int
    text: str
    at: datetime
    note: str = ""
    unit_id: UUID | None = None
    upstream_id: UUID | None = None


def write_version(actor: Actor, new: NewVersion) -> UUID:
    """Write a version and return its id."""
    version_id = new_id()
    db.execute(
        "insert into case_type_version (id, case_type_id, unit_id, upstream_id, version, "
        "definition, content_hash, published_at, shipped, author_id, author_name, note) "
        "values (%s, %s, %s, %s, %s, %s::jsonb, %s, %s, false, %s, %s, %s)",
        [
            *(version_id, new.case_type_id, new.unit_id, new.upstream_id, new.number, new.text),
            *(content_hash(new.text), new.at, actor.person_id, actor.name[:120], new.note[:200]),
        ],
    )
    return version_id


def tell(
    actor: Actor,
    event: AuditEvent,
    owner: Owner,
    thing: UUID | str,
    *,
    old: Values,
    new: Values,
    **detail: Any,
) -> None:
    """Write the ledger's row of a change: what stood, `{}` for nothing, and what stands now.

    Texts and forms are told by number and hash (`told_draft`, `told_version`), never in full.
    """
    tell_read(actor, event, owner, thing, old=old, new=new, **detail)


def tell_read(
    actor: Actor, event: AuditEvent, owner: Owner, thing: UUID | str, **detail: Any
) -> None:
    """Write the ledger's row of what is read or taken out; `detail` holds ids and numbers."""
    if owner.unit_id is not None:
        detail["unit"] = str(owner.unit_id)
    record(
        actor,
        Entry(
            event=event,
            object_type="case_type",
            object_id=thing,
            purpose="settings",
            region_id=owner.region_id or "",
            detail={key: value for key, value in detail.items() if value is not None},
        ),
    )


def told_draft(version: int, definition: FormDefinition) -> dict[str, Any]:
    """Return what the ledger says of a draft."""
    return {"draft": version, "hash": content_hash(canonical(definition))}


def told_version(version_id: UUID | None) -> dict[str, Any]:
    """Return what the ledger says of a published or planned form; `{}` where there is none."""
    if version_id is None:
        return {}
    one = published(version_id)
    return {
        "version": str(one.id),
        "number": one.number,
        "hash": one.content_hash,
        "from": one.published_at.isoformat(),
    }


def plain(value: Any) -> Any:
    """Return a JSON column's value, which a raw cursor gives as text."""
    return json.loads(value) if isinstance(value, str) else value
