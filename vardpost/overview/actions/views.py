"""Keeping choices under a name, and dropping them again."""

from urllib.parse import parse_qsl
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.kernel.ids import new_id
from vardpost.kernel.tenancy import Thing
from vardpost.overview.models import MOST
from vardpost.overview.queries.views import saved
from vardpost.overview.wanted import Wanted, read
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission

Choices = dict[str, str | bool]


def save_view(*, actor: Actor, region_id: str, view_id: UUID, name: str, wanted: Wanted) -> None:
    """Keep choices under a name; a name that is taken gets the new choices.

    `view_id` is the form's own: sent twice, it is kept once. Raises `Denied` and `BadInput`.
    """
    require(actor, Permission.OVERVIEW_READ, Thing(region_id=region_id))
    query = wanted.query()
    errors = {}
    before: dict[str, str] = {}
    if not name:
        errors["namn"] = _("Skriv vad vyn ska heta")
    elif len(name) > 60:
        errors["namn"] = _("Korta namnet till 60 tecken")
    if not query:
        errors[""] = _("Välj något att visa innan du sparar vyn")
    if not errors:
        db.fetch_one(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"views {actor.person_id}"]
        )
        before = {one.name: one.query for one in saved(actor.person_id, region_id)}
        if name not in before and len(before) >= MOST:
            errors["namn"] = _("Du har redan {n} vyer. Ta bort någon först.").replace(
                "{n}", str(MOST)
            )
    if errors:
        raise BadInput(errors)
    view_id = _keep(actor, region_id, view_id, name, query)
    _tell(
        actor,
        AuditEvent.OVERVIEW_VIEW_SAVED,
        region_id,
        view_id,
        old=_choices(before.get(name, "")),
        new=wanted.told(),
    )


def _keep(actor: Actor, region_id: str, view_id: UUID, name: str, query: str) -> UUID:
    """Write a view; return its key: another one where the form's is taken, as by a page gone back
    to, whose view was saved under another name.
    """
    for key in (view_id, new_id()):
        made = db.execute(
            "insert into overview_view (id, person_id, region_id, name, query, created_at) "
            "values (%s, %s, %s, %s, %s, %s) on conflict do nothing",
            [key, actor.person_id, region_id, name, query, clock.now()],
        )
        if made:
            return key
        if db.execute(
            "update overview_view set query = %s "
            "where person_id = %s and region_id = %s and name = %s",
            [query, actor.person_id, region_id, name],
        ):
            return key
    return view_id


def drop_view(*, actor: Actor, region_id: str, view_id: UUID) -> None:
    """Drop a saved view of one's own. Raises `Denied`, and `NotFound` for another's."""
    require(actor, Permission.OVERVIEW_READ, Thing(region_id=region_id))
    gone = db.fetch_one(
        "delete from overview_view where id = %s and person_id = %s and region_id = %s "
        "returning query",
        [view_id, actor.person_id, region_id],
    )
    if gone is None:
        raise NotFound("view")
    old = _choices(gone[0])
    _tell(actor, AuditEvent.OVERVIEW_VIEW_DROPPED, region_id, view_id, old=old, new={})


def _choices(query: str) -> Choices:
    return read(dict(parse_qsl(query))).told()


def _tell(
    actor: Actor, event: AuditEvent, region_id: str, view_id: UUID, *, old: Choices, new: Choices
) -> None:
    record(
        actor,
        Entry(
            event=event,
            object_type="view",
            object_id=view_id,
            purpose="settings",
            region_id=region_id,
            detail={"old": old, "new": new},
        ),
    )
