"""Driftmeddelanden: what the national office tells about the service (ambitions 65)."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound, WrongState
from vardpost.kernel.tenancy import Thing
from vardpost.operating.queries import one_notice, region_names
from vardpost.operating.values import Notice, NoticeData
from vardpost.operating.words import lines
from vardpost.policy.check import require
from vardpost.policy.permissions import Permission
from vardpost.shell.jinja import language
from vardpost.units.actions.settings import begin, note
from vardpost.units.settings import Kind

NOTICE = Kind(
    "operating:notice",
    later("Driftmeddelande"),
    Permission.OPERATING_NOTICE_SEND,
    AuditEvent.OPERATING_NOTICE_KEPT,
    "",
    lambda values: lines(region_names(), language(), values),
)


def keep_notice(*, actor: Actor, notice_id: UUID, version: int, data: NoticeData) -> None:
    """Keep a notice, new or changed. `notice_id` is the form's own for a new one.

    Raises `BadInput` for moments that run backwards, a region that is none and a notice that has
    ended, and as `settings.begin`.
    """
    held = begin(actor, NOTICE, object_id=notice_id, version=version, new=data.values())
    if held is None:
        return
    old = _found(notice_id)
    now = clock.now()
    if old is not None and old.standing(now) == "past":
        raise BadInput({"titel_sv": _("Meddelandet är avslutat. Skriv ett nytt i stället")})
    _check(data, old)
    if old is not None and old.data.values() == data.values():
        return
    db.execute(
        "insert into operating_notice (id, severity, audience, regions, title_sv, text_sv, "
        "title_en, text_en, starts_at, ends_at, withdrawn_at, version) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, null, %s) on conflict (id) do update set "
        "severity = excluded.severity, audience = excluded.audience, regions = excluded.regions, "
        "title_sv = excluded.title_sv, text_sv = excluded.text_sv, title_en = excluded.title_en, "
        "text_en = excluded.text_en, starts_at = excluded.starts_at, ends_at = excluded.ends_at, "
        "version = excluded.version",
        [
            *(notice_id, data.severity, data.audience, list(data.regions)),
            *(data.title_sv, data.text_sv, data.title_en, data.text_en),
            *(data.starts_at, data.ends_at, held.version + 1),
        ],
    )
    note(held, old=old.data.values() if old else {}, new=data.values())


def end_notice(*, actor: Actor, notice_id: UUID, version: int) -> None:
    """End a notice now, or take a planned one back. Ended twice is ended once.

    Raises `NotFound`, `WrongState` for one that has run out by itself, and as `settings.begin`.
    """
    now = clock.now()
    old = one_notice(notice_id)
    require(actor, NOTICE.permission, Thing(region_id=""))
    if old.data.withdrawn_at is not None:
        return
    new = {**old.data.values(), "withdrawn_at": now.isoformat(timespec="minutes")}
    held = begin(actor, NOTICE, object_id=notice_id, version=version, new=new)
    if held is None:
        return
    if old.standing(now) == "past":
        raise WrongState("the notice has run out")
    db.execute(
        "update operating_notice set withdrawn_at = %s, version = %s where id = %s",
        [now, held.version + 1, notice_id],
    )
    note(held, old=old.data.values(), new=new)


def _found(notice_id: UUID) -> Notice | None:
    try:
        return one_notice(notice_id)
    except NotFound:
        return None


def _check(data: NoticeData, old: Notice | None) -> None:
    if data.ends_at is not None and data.ends_at <= data.starts_at:
        raise BadInput({"slut_dag": _("Slutet måste vara efter början")})
    changed = old is None or data.ends_at != old.data.ends_at
    if data.ends_at is not None and changed and data.ends_at <= clock.now():
        raise BadInput({"slut_dag": _("Den tiden har passerat")})
    if not set(data.regions) <= set(region_names()):
        raise BadInput({"regioner": _("Välj regioner i listan")})
