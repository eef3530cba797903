"""A person's own choices: a resident's whether and where, a member of staff's how and when."""

from collections.abc import Mapping
from dataclasses import asdict, astuple, fields
from typing import Any
from uuid import UUID

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.tenancy import Thing
from vardpost.notices.queries import Choices, Told, choices, told
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission


def own_settings(*, actor: Actor) -> tuple[Choices, Told]:
    """Return the actor's own choices, to be shown (`show_settings`); how and when is for staff."""
    person = _oneself(actor)
    return choices(person, staff=actor.is_staff), told(person) if actor.is_staff else Told()


def show_settings(*, actor: Actor) -> None:
    """Leave the row of the actor's own choices that are about to be shown."""
    _oneself(actor)
    record(actor, _settings_entry(actor, AuditEvent.SETTINGS_READ, {}))


def change_settings(*, actor: Actor, new: Choices) -> Choices:
    """Keep whether, where and in which language a resident is told; return what stands.

    A second time changes nothing.
    """
    person = _oneself(actor)
    old = choices(person, staff=False, hold=True)
    if new == old:
        return new
    _keep(person, new.waiting, new.language)
    if new.email != old.email:
        db.execute("update person set email = %s where id = %s", [new.email, person])
    _tell(actor, _change(old, new))
    return new


def change_told(*, actor: Actor, new: Told, language: str) -> None:
    """Keep how, when and in which language a member of staff is told.

    The address comes from the directory. A second time changes nothing.
    """
    person = _oneself(actor)
    before, old = choices(person, staff=True, hold=True), told(person)
    changed = _change(old, new) | _change({"language": before.language}, {"language": language})
    if not changed:
        return
    _keep(person, before.waiting, language)
    names = [field.name for field in fields(Told)]
    db.execute(
        f"insert into staff_notice (person_id, {', '.join(names)}) "
        f"values (%s, {', '.join(['%s'] * len(names))}) on conflict (person_id) do update set "
        f"{', '.join(f'{name} = excluded.{name}' for name in names)}",
        [person, *astuple(new)],
    )
    _tell(actor, changed)


def _tell(actor: Actor, changed: Mapping[str, tuple[Any, Any]]) -> None:
    """Leave the ledger's row of what has changed: what stood, and what stands."""
    detail = {
        "old": {key: before for key, (before, _after) in changed.items()},
        "new": {key: after for key, (_before, after) in changed.items()},
    }
    record(actor, _settings_entry(actor, AuditEvent.NOTICE_SETTINGS_CHANGED, detail))


def _keep(person: UUID, waiting: bool, language: str) -> None:
    db.execute(
        "insert into notice_setting (person_id, waiting, new_case, assigned, language) "
        "values (%s, %s, true, true, %s) on conflict (person_id) do update set "
        "waiting = excluded.waiting, language = excluded.language",
        [person, waiting, language],
    )


def _oneself(actor: Actor) -> UUID:
    thing = Thing(resident_id=actor.person_id)
    require(actor, Permission.NOTICE_SETTINGS_EDIT, thing)
    if actor.person_id is None:
        raise ValueError("the system has no settings")
    return actor.person_id


def _change(old: Choices | Told | Mapping[str, Any], new: Any) -> dict[str, tuple[Any, Any]]:
    """Return old and new of what differs; of the address only that it does."""
    before, after = (one if isinstance(one, Mapping) else asdict(one) for one in (old, new))
    changed = {key: (before[key], after[key]) for key in after if before[key] != after[key]}
    if "email" in changed:
        changed["email"] = (bool(before["email"]), bool(after["email"]))
    return changed


def _settings_entry(actor: Actor, event: AuditEvent, detail: dict[str, Any]) -> Entry:
    return Entry(
        event=event,
        object_type="notice_setting",
        object_id=actor.person_id,
        resident_ids=(actor.person_id,) if actor.is_resident and actor.person_id else (),
        relation="self" if actor.is_resident else "",
        purpose="settings",
        detail=detail,
    )
