"""The nation's shipped templates into the database; run as the tables' owner by `upgrade`."""

from vardpost.audit.actions import Entry, record
from vardpost.audit.events import AuditEvent
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.national import national_types
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.ids import new_id
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.unit_templates.shipped import TEMPLATES, Shipped, fields
from vardpost.unit_templates.values import plain


def ship_templates(*, actor: Actor) -> list[str]:
    """Write the templates that are not there yet, each as its version 1; return their codes.

    One that is there is the national office's to change: an upgrade never overwrites it. Raises
    `Denied` for anybody but an operator's command.
    """
    require(actor, Permission.TEMPLATE_IMPORT)
    forms = [one.definition for one in national_types()]
    promises = {one.key: _promise(one) for one in forms if "promise" in one.open}
    made = [one.code for one in TEMPLATES if _ship(one, promises)]
    if made:
        record(
            actor,
            Entry(
                event=AuditEvent.TEMPLATES_SHIPPED,
                object_type="template",
                purpose="administration",
                detail={"old": {}, "new": {"codes": made}},
            ),
        )
    return made


def _promise(form: FormDefinition) -> tuple[int, int]:
    return form.promise.first_days, form.promise.final_days


def _ship(one: Shipped, promises: dict[str, tuple[int, int]]) -> bool:
    row = db.fetch_one(
        "insert into unit_template (id, code, kind, name_sv, name_en) values (%s, %s, %s, %s, %s) "
        "on conflict (code) do nothing returning id",
        [new_id(), one.code, one.code, one.name_sv, one.name_en],
    )
    if row is None:
        return False
    db.execute(
        "insert into unit_template_version (id, template_id, number, fields, note, author_name, "
        "published_at, shipped) values (%s, %s, 1, %s, '', '', %s, true)",
        [new_id(), row[0], db.json(plain(fields(one, promises))), clock.now()],
    )
    return True
