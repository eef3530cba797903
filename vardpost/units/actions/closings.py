"""Stängda dagar, pauser för nya ärenden, och vad som händer när många väntar (ambitions 54, 55).

Nothing closes in silence: a stop has dates and a reason that residents read, and a limit makes the
promise longer or points to another unit, but refuses nobody.
"""

from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import clock, db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.policy.permissions import Permission
from vardpost.units.actions.ending import hold_endings
from vardpost.units.actions.settings import begin, note, unit_of
from vardpost.units.queries.intake import closing_values
from vardpost.units.queries.limits import limit_data
from vardpost.units.settings import Kind, Line, Values
from vardpost.units.values import ClosingData, LimitData

#: A closing is at most this long, so that a promise can always be computed.
LONGEST_DAYS = 190


def _closing_words(values: Values) -> list[Line]:
    if not values:
        return []
    what = _("Mottagningen är stängd") if values.get("stops_clock") else _("Öppet")
    intake = _("Inga nya ärenden") if values.get("stops_intake") else _("Nya ärenden tas emot")
    return [
        (_("Från och med"), str(values.get("starts_on", ""))),
        (_("Till och med"), str(values.get("ends_on", ""))),
        (_("Mottagningen"), what),
        (_("Nya ärenden"), intake),
        (_("Ärendetyp"), str(values.get("case_type") or _("alla"))),
        (_("Skäl"), str(values.get("reason_sv", ""))),
        (_("Skäl på engelska"), str(values.get("reason_en", ""))),
        (_("Annan mottagning"), _unit_name(values.get("alternative"))),
    ]


def _limit_words(values: Values) -> list[Line]:
    most = values.get("most_waiting")
    if not most:
        return [(_("Gräns"), _("ingen"))]
    return [
        (_("Gräns"), _("{n} ärenden utan första svar").replace("{n}", str(most))),
        (_("Längre svarstid"), str(values.get("extra_days") or "–")),
        (_("Annan mottagning"), _unit_name(values.get("alternative"))),
    ]


def _unit_name(unit: object) -> str:
    if not unit:
        return ""
    row = db.fetch_one("select name from care_unit where id = %s", [str(unit)])
    return str(row[0]) if row else ""


def keep_closing(
    *,
    actor: Actor,
    unit_id: UUID,
    closing_id: UUID,
    version: int,
    data: ClosingData | None,
    undoes: UUID | None = None,
) -> None:
    """Keep a closing, or take it away (`data` None). `closing_id` is the form's own for a new one.

    Raises `BadInput` for days that run backwards or too long, and as `settings.begin`.
    """
    new = asdict(data) if data else {}
    held = begin(actor, CLOSING, unit_id=unit_id, object_id=closing_id, version=version, new=new)
    if held is None:
        return
    old = closing_values(closing_id, unit_id) or {}
    if data is None:
        db.execute("delete from unit_closing where id = %s and unit_id = %s", [closing_id, unit_id])
    else:
        _check(unit_id, data)
        if undoes is None and data.ends_on != old.get("ends_on"):
            _check_not_over(data)
        db.execute(
            "insert into unit_closing (id, unit_id, starts_on, ends_on, stops_clock, stops_intake, "
            "case_type, reason_sv, reason_en, alternative_id) "
            "values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict (id) do update set "
            "starts_on = excluded.starts_on, ends_on = excluded.ends_on, "
            "stops_clock = excluded.stops_clock, stops_intake = excluded.stops_intake, "
            "case_type = excluded.case_type, reason_sv = excluded.reason_sv, "
            "reason_en = excluded.reason_en, alternative_id = excluded.alternative_id",
            [closing_id, unit_id, *new.values()],
        )
    note(held, old=old, new=new, undoes=undoes)


def _check(unit_id: UUID, data: ClosingData) -> None:
    first, last = date.fromisoformat(data.starts_on), date.fromisoformat(data.ends_on)
    if last < first:
        raise BadInput({"ends_on": _("Sista dagen kan inte vara före den första")})
    if (last - first).days >= LONGEST_DAYS:
        text = _("Välj en kortare tid, högst {n} dagar").replace("{n}", str(LONGEST_DAYS))
        raise BadInput({"ends_on": text})
    if not (data.stops_clock or data.stops_intake):
        raise BadInput({"stops_clock": _("Välj vad som gäller de här dagarna")})
    if data.case_type and data.stops_clock:
        raise BadInput({"case_type": _("Hela mottagningen är stängd. Välj alla ärendetyper")})
    _check_alternative(unit_id, data.alternative)


def _check_not_over(data: ClosingData) -> None:
    if date.fromisoformat(data.ends_on) < clock.today():
        raise BadInput({"ends_on": _("Den dagen har passerat")})


def _check_alternative(unit_id: UUID, alternative: str | None) -> None:
    if alternative is None:
        return
    hold_endings(unit_of(unit_id).region_id, shared=True)  # the other one may be closing just now
    row = db.fetch_one(
        "select 1 from care_unit u join care_unit v on v.region_id = u.region_id and v.live "
        "and v.id <> u.id where u.id = %s and v.id = %s",
        [unit_id, alternative],
    )
    if row is None:
        raise BadInput({"alternative": _("Välj en mottagning i listan")})


def change_limit(
    *, actor: Actor, unit_id: UUID, version: int, data: LimitData, undoes: UUID | None = None
) -> None:
    """Keep what happens when many wait. Raises `BadInput`, and as `settings.begin`."""
    new = asdict(data)
    held = begin(actor, LIMIT, unit_id=unit_id, version=version, new=new)
    if held is None:
        return
    old = asdict(limit_data(unit_id))
    if data.most_waiting is None:
        db.execute("delete from intake_limit where unit_id = %s", [unit_id])
    else:
        if not data.extra_days and data.alternative is None:
            raise BadInput({"extra_days": _("Välj längre svarstid eller en annan mottagning")})
        _check_alternative(unit_id, data.alternative)
        db.execute(
            "insert into intake_limit (unit_id, most_waiting, extra_days, alternative_id) "
            "values (%s, %s, %s, %s) on conflict (unit_id) do update set "
            "most_waiting = excluded.most_waiting, extra_days = excluded.extra_days, "
            "alternative_id = excluded.alternative_id",
            [unit_id, data.most_waiting, data.extra_days, data.alternative],
        )
    note(held, old=old, new=new, undoes=undoes)


def restore_closing(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older closing back, or away again. Raises as `keep_closing`."""
    data = ClosingData(**values) if values else None
    keep_closing(
        actor=actor,
        unit_id=unit_id,
        closing_id=UUID(object_id),
        version=version,
        data=data,
        undoes=undoes,
    )


def restore_limit(
    *, actor: Actor, unit_id: UUID, object_id: str, version: int, values: Values, undoes: UUID
) -> None:
    """Put an older limit back. Raises as `change_limit`; `object_id` is empty."""
    change_limit(
        actor=actor, unit_id=unit_id, version=version, data=LimitData(**values), undoes=undoes
    )


def change_region_day(*, actor: Actor, region_id: str, day: date, name: str) -> None:
    """Keep a day on which the whole region is closed; an empty name takes it away.

    Raises `NotFound` for an unknown region, and as `settings.begin`.
    """
    if db.fetch_one("select 1 from region where code = %s", [region_id]) is None:
        raise NotFound("region")
    new = {"name": name} if name else {}
    found = db.fetch_one(
        "select name from region_day where region_id = %s and day = %s", [region_id, day]
    )
    old = {"name": found[0]} if found else {}
    if old == new:
        return
    version = db.fetch_one(
        "select coalesce(max(version), 0) from setting_change where region_id = %s "
        "and unit_id is null and kind = %s and object_id = %s",
        [region_id, REGION_DAY.key, day.isoformat()],
    )
    held = begin(
        actor,
        REGION_DAY,
        region_id=region_id,
        object_id=day.isoformat(),
        version=version[0] if version else 0,
        new=new,
    )
    if held is None:
        return
    db.execute("delete from region_day where region_id = %s and day = %s", [region_id, day])
    if name:
        db.execute(
            "insert into region_day (region_id, day, name) values (%s, %s, %s)",
            [region_id, day, name],
        )
    note(held, old=old, new=new)


CLOSING = Kind(
    "units:closing",
    later("Stängda dagar och pauser"),
    Permission.UNIT_EDIT,
    AuditEvent.UNIT_CLOSING_CHANGED,
    "stangt",
    _closing_words,
    restore_closing,
)
LIMIT = Kind(
    "units:intake-limit",
    later("När många väntar"),
    Permission.UNIT_EDIT,
    AuditEvent.UNIT_LIMIT_CHANGED,
    "belastning",
    _limit_words,
    restore_limit,
)
REGION_DAY = Kind(
    "units:region-day",
    later("Regionens stängda dagar"),
    Permission.REGION_SETTINGS_EDIT,
    AuditEvent.REGION_DAY_CHANGED,
    "",
    lambda values: [(_("Dag"), str(values.get("name", "")))],
)
