"""What the national office decides for a region: ages, colour, patients' board, how long to keep.

Each takes effect where it is read, from the next request on: the age in `session_open`, the colour
in the page's own statement, the board in what is offered. Without a region they are the nation's.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent
from vardpost.kernel import db
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.accents import ACCENTS, accent_name
from vardpost.units.actions.settings import begin, note
from vardpost.units.queries.region import rules_of
from vardpost.units.settings import Kind, Line, Values
from vardpost.units.values import KeepRule
from vardpost.units.words import keep_words

#: No guardian acts for somebody who is of age; and a newborn child always needs one.
YOUNGEST, OLDEST = 1, 18


def _age_words(values: Values) -> Sequence[Line]:
    age = values.get("guardian_until")
    text = _("till och med dagen före {n}-årsdagen").replace("{n}", str(age)) if age else ""
    return [(_("Vårdnadshavare är ombud"), text or _("som i riket"))]


def _accent_words(values: Values) -> Sequence[Line]:
    return [(_("Färg"), accent_name(str(values.get("accent", ""))))]


def _board_words(values: Values) -> Sequence[Line]:
    return [(_("Patientnämnd"), str(values.get("patient_board", "")))]


def _keep_lines(values: Values) -> Sequence[Line]:
    return keep_words(KeepRule(**values)) if values else []


GUARDIAN_AGE = Kind(
    "units:guardian-age",
    later("Ålder för ombud"),
    Permission.REGION_SETTINGS_EDIT,
    AuditEvent.REGION_AGE_CHANGED,
    "",
    _age_words,
)
ACCENT = Kind(
    "units:accent",
    later("Regionens färg"),
    Permission.REGION_SETTINGS_EDIT,
    AuditEvent.REGION_ACCENT_CHANGED,
    "",
    _accent_words,
)
BOARD = Kind(
    "units:patient-board",
    later("Patientnämnd"),
    Permission.REGION_SETTINGS_EDIT,
    AuditEvent.REGION_BOARD_CHANGED,
    "",
    _board_words,
)
KEEP = Kind(
    "units:retention",
    later("Hur länge ärenden sparas"),
    Permission.REGION_SETTINGS_EDIT,
    AuditEvent.REGION_RETENTION_CHANGED,
    "",
    _keep_lines,
)


def change_guardian_age(*, actor: Actor, region_id: str, version: int, age: int | None) -> None:
    """Keep until which birthday guardians act for children of a region; None as in the nation.

    Raises `BadInput` for an age that cannot be, `NotFound`, and as `settings.begin`.
    """
    if age is not None and not YOUNGEST <= age <= OLDEST:
        text = _("Skriv en ålder från {fran} till {till} år")
        text = text.replace("{fran}", str(YOUNGEST)).replace("{till}", str(OLDEST))
        raise BadInput({"age": text})
    _change(actor, GUARDIAN_AGE, region_id, version, {"guardian_until": age})


def change_accent(*, actor: Actor, region_id: str, version: int, accent: str) -> None:
    """Keep a region's colour, one of those whose contrast is tested; empty for the product's own.

    Raises `BadInput` for any other, `NotFound`, and as `settings.begin`.
    """
    if accent not in {"", *ACCENTS} or not region_id:
        raise BadInput({"accent": _("Välj en av färgerna")})
    _change(actor, ACCENT, region_id, version, {"accent": accent})


def change_retention(*, actor: Actor, region_id: str, version: int, rule: KeepRule) -> None:
    """Keep what becomes of a region's cases; nothing goes without a decision (domain 6.2).

    Raises `BadInput` by field, `NotFound`, and as `settings.begin`.
    """
    _change(actor, KEEP, region_id, version, asdict(rule))


def change_patient_board(*, actor: Actor, region_id: str, version: int, name: str) -> None:
    """Keep the patients' advisory board of a region; without one no complaints are taken there.

    Raises `NotFound`, and as `settings.begin`.
    """
    old = {"patient_board": rules_of(region_id).patient_board}
    new = {"patient_board": name}
    held = begin(actor, BOARD, region_id=region_id, version=version, new=new)
    if held is None:
        return
    if not region_id:
        raise NotFound("region")
    db.execute("update region set patient_board = %s where code = %s", [name or None, region_id])
    note(held, old=old, new=new)


def _change(actor: Actor, kind: Kind, region_id: str, version: int, new: dict[str, Any]) -> None:
    held = begin(actor, kind, region_id=region_id, version=version, new=new)
    if held is None:
        return
    stood = rules_of(region_id).values()
    columns = ", ".join(new)
    marks = ", ".join(["%s"] * len(new))
    sets = ", ".join(f"{name} = excluded.{name}" for name in new)
    db.execute(
        f"insert into region_setting (region_id, {columns}) values (%s, {marks}) "
        f"on conflict (region_id) do update set {sets}",
        # A day that is not told is no day to the table.
        [
            region_id,
            *(
                None if value == "" and name.endswith("_on") else value
                for name, value in new.items()
            ),
        ],
    )
    note(held, old={name: stood[name] for name in new}, new=new)
