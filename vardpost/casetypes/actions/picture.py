"""Pictures for questions and options."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vardpost.audit.events import AuditEvent
from vardpost.casetypes.actions.hold import ask, tell
from vardpost.casetypes.actions.local import owner_of
from vardpost.casetypes.fields import Picture, Text
from vardpost.casetypes.pictures import BadPicture, Redrawn, redraw
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput

_WHY = {
    "large": gettext_noop("Bilden är för stor. Välj en på högst 5 MB."),
    "format": gettext_noop("Välj en bild i formatet PNG, JPEG eller WebP."),
    "broken": gettext_noop("Bilden går inte att läsa. Spara om den och försök igen."),
}


def add_picture(
    *,
    actor: Actor,
    data: bytes,
    alt: Text,
    region_id: str | None = None,
    unit_id: UUID | None = None,
) -> Picture:
    """Keep a picture, drawn anew, and return it as a question or option holds it.

    The same picture twice is one. Raises `BadInput` at `picture` for what is no picture that can
    be taken, `NotFound` for another's unit or region, `Denied` without the permission.
    """
    owner = owner_of(region_id, unit_id)
    ask(actor, owner)
    try:
        made = redraw(data)
    except BadPicture as error:
        raise BadInput({"picture": _(_WHY[error.code])}) from error
    if keep(actor, made):
        event = AuditEvent.CASE_TYPE_PICTURE_ADDED
        new = {"hash": made.hash, "width": made.width, "height": made.height}
        tell(actor, event, owner, made.hash[:40], old={}, new=new)
    return Picture(made.hash, alt, made.width, made.height)


def keep(actor: Actor, made: Redrawn) -> bool:
    """Write a picture that is not there yet; return whether it is new."""
    return bool(
        db.execute(
            "insert into case_type_picture (hash, content_type, width, height, data, created_at, "
            "created_by_id) values (%s, %s, %s, %s, %s, %s, %s) on conflict (hash) do nothing",
            [
                *(made.hash, made.content_type, made.width, made.height, made.data),
                *(clock.now(), actor.person_id),
            ],
        )
    )
