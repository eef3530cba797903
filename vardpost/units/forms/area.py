"""A catchment area as one types it, a row a place: text in, clean values out."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.units.area import OLDEST, Places
from vardpost.units.values import AreaRow

#: Rows that a form may hold; empty ones fall away.
MOST = 61
#: Empty rows below those there are.
SPARE = 2
#: What a form's row holds, as typed.
Shown = dict[str, str]


def parse(posted: QueryDict, places: Places) -> tuple[AreaRow, ...]:
    """Return the rows of a posted form. Raises `BadInput` with a message a field."""
    rows, errors = [], dict[str, str]()
    for number, row in enumerate(_rows(posted)):
        if not any(row.values()):
            continue
        place = places.find(row["plats"])
        if place is None:
            errors[f"plats-{number}"] = _("Skriv en kommun, en region eller Hela landet")
        first = _age(row["fran"], 0, f"fran-{number}", errors)
        last = _age(row["till"], OLDEST, f"till-{number}", errors)
        if last < first and f"till-{number}" not in errors:
            errors[f"till-{number}"] = _("Den högre åldern kan inte vara lägre än den lägre")
        sex = row["kon"] if row["kon"] in {"man", "woman"} else ""
        if place is not None:
            rows.append(AreaRow(*place, sex, first, last))
    if errors:
        raise BadInput(errors)
    return tuple(dict.fromkeys(rows))


def _rows(posted: QueryDict) -> list[Shown]:
    names = ("plats", "kon", "fran", "till")
    return [
        {name: posted.get(f"{name}-{number}", "").strip()[:100] for name in names}
        for number in range(MOST)
        if f"plats-{number}" in posted
    ]


def _age(text: str, empty: int, name: str, errors: dict[str, str]) -> int:
    if not text:
        return empty
    if not (text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= OLDEST):
        errors[name] = _("Skriv en ålder mellan 0 och 199")
        return empty
    return int(text)


def shown(rows: tuple[AreaRow, ...], places: Places) -> list[Shown]:
    """Return the rows as the form shows them, with empty ones to fill in."""
    filled = [
        {
            "plats": places.name(row),
            "kon": row.sex,
            "fran": str(row.age_from or ""),
            "till": str(row.age_to) if row.age_to < OLDEST else "",
        }
        for row in rows
    ]
    return filled + [dict.fromkeys(("plats", "kon", "fran", "till"), "") for _ in range(SPARE)]


def typed(posted: QueryDict) -> list[Shown]:
    """Return what was typed, as the form shows it; one more row where that was asked for."""
    rows = _rows(posted)
    spare = sum(not any(row.values()) for row in rows)
    more = SPARE if "fler" in posted else max(0, 1 - spare)
    return rows + [dict.fromkeys(("plats", "kon", "fran", "till"), "") for _ in range(more)]
