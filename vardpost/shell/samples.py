"""What the style guide shows: invented people and texts, one of each thing."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from vardpost.kernel.actor import Actor, ResidentRef, UnitRef
from vardpost.kernel.clock import now

_PERSON = UUID(int=1)
_UNIT = UnitRef(UUID(int=2), "tallmo", "Tallmo vårdcentral", "SE0000000001-1001", "23")


def actor(*, staff: bool) -> Actor:
    """Return an invented resident, or an invented nurse."""
    if staff:
        units = (("tallmo", "Tallmo vårdcentral"), ("granby", "Granby vårdcentral"))
        return Actor(
            kind="staff",
            person_id=_PERSON,
            name="Maria Ek",
            title="sjuksköterska",
            unit=_UNIT,
            units=units,
        )
    me = ResidentRef(_PERSON, "Karin Lindqvist", date(1968, 3, 14), "self")
    return Actor(kind="resident", person_id=_PERSON, name="Karin Lindqvist", residents=(me,))


def _item(text: str, icon: str, count: str | None, key: str = "", **more: Any) -> dict[str, Any]:
    return {"href": "#", "text": text, "icon": icon, "count": count, "key": key} | more


def rail() -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the queues of an inbox."""
    return [
        (
            "Mina",
            [
                _item("Mina ärenden", "inbox", "7", "i"),
                _item("Väntar på invånaren", "reply", "4", "v"),
            ],
        ),
        (
            "Mottagningen",
            [
                _item("Att fördela", "split", "12", "f"),
                _item("Försenade", "alert", "1", "s", hot=True),
                _item("Alla öppna", "flag", "31", "a", current=True),
                _item("Avslutade", "check", None),
            ],
        ),
    ]


def cases() -> list[dict[str, Any]]:
    """Return rows of an inbox."""
    rows = [
        ("Göran Pettersson", "71 år", "Förnya recept", "I fredags", "late", "Försenat 1 tim",
         "Metoprolol 50 mg, räcker till söndag.", "Johan Berg"),
        ("Ingrid Åkesson", "66 år", "Svar på motfråga", "08.20", "soon", "3 tim kvar",
         "Nej, ingen feber. Men hostan är värre på natten.", "Sara Holm"),
        ("Karin Lindqvist", "58 år", "Kontakta mig", "I fredags", "soon", "6 tim kvar",
         "Ont i höger knä sedan i tisdags, svullet på insidan.", "Maria Ek"),
        ("Yusuf Abdi", "34 år", "Kontakta mig", "09.40", "ok", "2 dagar kvar",
         "Utslag på armen som sprider sig.", ""),
        ("", "42 år", "Kontakta mig", "I går", "ok", "2 dagar kvar", "", ""),
        ("Elsa Wikström", "7 år, via ombud", "Boka tid", "09.31", "ok", "2 dagar kvar",
         "Vaccination inför skolstart, helst på eftermiddagen.", ""),
        ("Linnea Sjöholm", "29 år", "Sjukintyg", "I går", "ok", "2 dagar kvar",
         "Behöver intyg till Försäkringskassan från dag 15.", "Anders Lindén"),
        ("Petter Nordgren", "53 år", "Avboka eller ändra tid", "I går", "ok", "2 dagar kvar",
         "Kan inte komma på torsdag, helst veckan efter.", ""),
    ]  # fmt: skip
    names = ("name", "age", "type", "when", "level", "left", "text", "assignee")
    return [
        dict(zip(names, row, strict=True)) | {"unread": n in (1, 3, 5), "open": n == 2}
        for n, row in enumerate(rows)
    ]


def icons() -> list[str]:
    """Return the names of all symbols of the sprite."""
    text = (Path(__file__).parent / "static" / "icons.svg").read_text(encoding="utf-8")
    return re.findall(r'<symbol id="([a-z-]+)"', text)


def context() -> dict[str, Any]:
    """Return everything the style guide's pages show."""
    moment = now()
    return {
        "icons": icons(),
        "moments": [moment - timedelta(hours=h) for h in (0, 26, 70, 400, 9500)],
        "deadlines": [moment + timedelta(hours=h) for h in (0, 24, 90)],
        "rail_groups": rail(),
        "cases": cases(),
        "opened": True,
        "spans": [timedelta(minutes=m) for m in (4, 200, 3000)],
    }
