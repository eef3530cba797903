"""Kontaktuppgifter: how residents reach the unit, and what they read about it (domain 5).

Name, HSA-id and address come from the directory and are not changed here.
"""

from dataclasses import asdict
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind, Line, Values
from vardpost.units.values import ContactData


def _words(values: Values) -> list[Line]:
    return [
        (_("Telefon"), str(values.get("phone", ""))),
        (_("E-post"), str(values.get("email", ""))),
        (_("Om mottagningen"), str(values.get("about_sv", ""))),
        (_("Om mottagningen, på engelska"), str(values.get("about_en", ""))),
    ]


def change_contact(
    *, actor: Actor, unit_id: UUID, version: int, data: ContactData, undoes: UUID | None = None
) -> None:
    """Keep a unit's contact data. Raises as `settings.begin`."""
    new = asdict(data)
    held = begin(actor, CONTACT, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    row = db.fetch_one(
        "select phone, email, about_sv, about_en from care_unit where id = %s for update",
        [unit_id],
    )
    if row is None:
        raise NotFound("unit")
    db.execute(
        "update care_unit set phone = %s, email = %s, about_sv = %s, about_en = %s where id = %s",
        [data.phone, data.email, data.about_sv, data.about_en, unit_id],
    )
    note(held, old=asdict(ContactData(*row)), new=new, undoes=undoes)


def restore_contact(
    *,
    actor: Actor,
    unit_id: UUID,
    object_id: str,
    version: int,
    values: Values,
    undoes: UUID,
) -> None:
    """Put older contact data back. Raises as `change_contact`; `object_id` is empty."""
    data = ContactData(**{key: str(value) for key, value in values.items()})
    change_contact(actor=actor, unit_id=unit_id, version=version, data=data, undoes=undoes)


CONTACT = Kind(
    "units:contact",
    later("Kontaktuppgifter"),
    Permission.UNIT_EDIT,
    AuditEvent.UNIT_CONTACT_CHANGED,
    "kontaktuppgifter",
    _words,
    restore_contact,
)
