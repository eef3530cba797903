"""The record of processing activities (GDPR article 30), out of the inventory and the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings

from vardpost.config.activities import (
    ACTIVITIES,
    CATEGORIES,
    SUBJECTS,
    Category,
    Said,
    Subject,
)
from vardpost.config.personal_data import TABLES, Held, Nobody
from vardpost.kernel import clock, db

Language = Literal["sv", "en"]
_UNITS = """
select r.name, count(*) from care_unit u join region r on r.code = u.region_id
 where u.live group by r.name order by r.name
"""
#: Measures that hold in every installation; what is set differs and stands in `_measures`.
SECURITY = (
    Said(
        "Vem som får göra vad står i en tabell i koden, som jämförs med den beslutade matrisen; "
        "databasens radskydd är ett andra lås.",
        "Who may do what stands in one table in code, compared with the decided matrix; row-level "
        "security in the database is a second lock.",
    ),
    Said(
        "Varje läsning, ändring och nekat försök lämnar en rad i loggen; utan den ges inget svar.",
        "Each reading, change and refused attempt leaves a row in the log; without it no answer.",
    ),
    Said(
        "Loggen förseglas med signerade intyg som sparas utanför databasen (./manage.py audit "
        "verify); programmets databasroll kan varken ändra eller ta bort en rad.",
        "The log is sealed with signed statements kept outside the database (./manage.py audit "
        "verify); the application's role can neither change nor remove a row.",
    ),
    Said(
        "Mottagningens granskare kontrollerar loggen; invånaren ser vem som har öppnat.",
        "The unit's reviewers check the log; residents see who has opened.",
    ),
    Said(
        "Aviseringar innehåller varken hälsouppgifter eller namn; processernas loggrader bara id.",
        "Notices hold neither health data nor names; log lines of processes hold ids alone.",
    ),
    Said(
        "Säkerhetskopior krypteras (AES-256-GCM) innan de når disken.",
        "Backups are encrypted (AES-256-GCM) before they reach the disk.",
    ),
    Said(
        "Sidorna hämtar inget från andra webbplatser; strikt innehållspolicy, inget i cache.",
        "Pages fetch nothing from other sites; strict content policy, nothing is kept in caches.",
    ),
)
_TRANSFERS = Said(
    "Tjänsten skickar inget till tredje land av sig själv; bekräfta för drift och e-post.",
    "The service sends nothing to third countries by itself; confirm for hosting and e-mail.",
)
_WORDS: Mapping[str, Said] = {
    "title": Said(
        "Register över behandling av personuppgifter (GDPR artikel 30)",
        "Record of processing activities (GDPR article 30)",
    ),
    "controller": Said("Personuppgiftsansvarig", "Controller"),
    "dpo": Said("Dataskyddsombud", "Data protection officer"),
    "fill": Said("FYLL I", "FILL IN"),
    "units": Said("Mottagningar i tjänsten", "Units in the service"),
    "purpose": Said("Ändamål", "Purpose"),
    "basis": Said("Rättslig grund", "Legal basis"),
    "subjects": Said("Registrerade", "Data subjects"),
    "categories": Said("Uppgifter", "Personal data"),
    "recipients": Said("Mottagare", "Recipients"),
    "transfers": Said("Överföring till tredje land", "Transfers to third countries"),
    "kept": Said("Lagringstid", "Retention"),
    "security": Said("Säkerhetsåtgärder", "Security measures"),
    "tables": Said("Tabell för tabell", "Table by table"),
    "table": Said("Tabell", "Table"),
    "columns": Said("Kolumner", "Columns"),
    "without": Said("Tabeller utan personuppgifter", "Tables without personal data"),
    "why": Said("Vad de innehåller", "What they hold"),
    "missing": Said("Det här vet bara verksamheten", "What only the organisation knows"),
    "made": Said("Framtaget", "Made"),
}
_MISSING = {
    "controller": Said(
        "Personuppgiftsansvarigs namn och kontaktuppgifter (CONTROLLER)",
        "The controller's name and contact details (CONTROLLER)",
    ),
    "dpo": Said(
        "Dataskyddsombudets kontaktuppgifter (DPO_CONTACT)",
        "The data protection officer's contact details (DPO_CONTACT)",
    ),
    "processors": Said(
        "Personuppgiftsbiträden och avtal: drift, e-post, support",
        "Processors and agreements: hosting, e-mail, support",
    ),
    "transfers": Said(
        "Om något biträde för uppgifter till tredje land, och med vilket skydd",
        "Whether a processor transfers data to third countries, and by which safeguards",
    ),
    "disposal": Said(
        "Gallringsbeslut för ärenden, och vem som verkställer det",
        "The decision on disposal of cases, and who carries it out",
    ),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known beside the inventory: settings, and the units in the database."""

    controller: str
    dpo: str
    units: tuple[tuple[str, int], ...]
    years: int
    https: bool
    idle_minutes: int


def facts() -> Facts:
    """Read the settings and the database."""
    return Facts(
        settings.CONTROLLER,
        settings.DPO_CONTACT,
        tuple((name, count) for name, count in db.fetch_all(_UNITS)),
        max(settings.AUDIT_YEARS, 5),
        settings.HTTPS,
        settings.SESSION_IDLE_MINUTES,
    )


def record(known: Facts, language: Language) -> dict[str, Any]:
    """Return the record as data."""
    return {
        "title": _say(_WORDS["title"], language),
        "made": clock.now().isoformat(timespec="seconds"),
        "language": language,
        "controller": known.controller,
        "data_protection_officer": known.dpo,
        "units": [{"region": name, "units": count} for name, count in known.units],
        "activities": [_activity(key, known, language) for key in ACTIVITIES if _real(key)],
        "transfers": _say(_TRANSFERS, language),
        "security": _measures(known, language),
        "without_personal_data": {
            name: _say(table.why, language)
            for name, table in TABLES.items()
            if isinstance(table, Nobody)
        },
        "missing": missing(known, language),
    }


def missing(known: Facts, language: Language) -> list[str]:
    """Return what a person has to add."""
    told = {"controller": bool(known.controller), "dpo": bool(known.dpo)}
    return [_say(text, language) for key, text in _MISSING.items() if not told.get(key)]


def _real(activity: str) -> bool:
    """Whether it is there in this installation: made-up people are in the demo alone."""
    return activity != "demo" or settings.DEMO


def _say(text: Said, language: Language) -> str:
    return text.sv if language == "sv" else text.en


def _measures(known: Facts, language: Language) -> list[str]:
    https = (
        Said("Trafiken är krypterad (TLS, HSTS).", "Traffic is encrypted (TLS, HSTS).")
        if known.https
        else Said(
            "OBS: HTTPS är inte påslaget i den här installationen.",
            "NOTE: HTTPS is not switched on in this installation.",
        )
    )
    idle = Said(
        f"En session avslutas efter {known.idle_minutes} minuter utan aktivitet.",
        f"A session ends after {known.idle_minutes} minutes without an act.",
    )
    return [_say(one, language) for one in (*SECURITY, https, idle)]


def _activity(key: str, known: Facts, language: Language) -> dict[str, Any]:
    one = ACTIVITIES[key]
    tables = {
        name: table
        for name, table in TABLES.items()
        if isinstance(table, Held) and table.activity == key
    }
    subjects = {who for table in tables.values() for who in table.subjects}
    categories = {what for table in tables.values() for what in table.columns}
    return {
        "key": key,
        "name": _say(one.name, language),
        "purpose": _say(one.purpose, language),
        "basis": _say(one.basis, language),
        "subjects": [_say(SUBJECTS[who], language) for who in Subject if who in subjects],
        "categories": [_say(CATEGORIES[what], language) for what in Category if what in categories],
        "recipients": _say(one.recipients, language),
        "kept": _say(one.kept, language).format(years=known.years),
        "tables": {
            name: {
                "subjects": [_say(SUBJECTS[who], language) for who in table.subjects],
                "columns": {what.value: names.split() for what, names in table.columns.items()},
            }
            for name, table in tables.items()
        },
    }


def markdown(data: Mapping[str, Any]) -> str:
    """Return the record for people to read: a page of Markdown."""
    language: Language = data["language"]
    word = {key: _say(text, language) for key, text in _WORDS.items()}
    empty = f"**{word['fill']}**"
    lines = [
        f"# {data['title']}",
        "",
        f"- {word['controller']}: {data['controller'] or empty}",
        f"- {word['dpo']}: {data['data_protection_officer'] or empty}",
        f"- {word['transfers']}: {data['transfers']}",
        f"- {word['made']}: {data['made']}",
    ]
    if data["units"]:
        told = ", ".join(f"{one['region']} ({one['units']})" for one in data["units"])
        lines.append(f"- {word['units']}: {told}")
    for one in data["activities"]:
        lines += ["", f"## {one['name']}", ""]
        lines += [f"- {word[key]}: {one[key]}" for key in ("purpose", "basis")]
        lines += [f"- {word[key]}: {'; '.join(one[key])}" for key in ("subjects", "categories")]
        lines += [f"- {word[key]}: {one[key]}" for key in ("recipients", "kept")]
    lines += ["", f"## {word['security']}", "", *(f"- {one}" for one in data["security"])]
    head = [word["table"], word["subjects"], word["categories"], word["columns"]]
    lines += ["", f"## {word['tables']}", "", _row(head), _row(["---"] * 4)]
    for one in data["activities"]:
        for name, table in one["tables"].items():
            kinds = ", ".join(_short(Category(what), language) for what in table["columns"])
            columns = " ".join(sorted({c for of in table["columns"].values() for c in of}))
            lines.append(_row([f"`{name}`", "; ".join(table["subjects"]), kinds, columns]))
    lines += ["", f"## {word['without']}", "", _row([word["table"], word["why"]])]
    lines.append(_row(["---"] * 2))
    lines += [_row([f"`{name}`", why]) for name, why in data["without_personal_data"].items()]
    lines += ["", f"## {word['missing']}", "", *(f"- [ ] {one}" for one in data["missing"]), ""]
    return "\n".join(lines)


def _short(what: Category, language: Language) -> str:
    """Return the first words of a category."""
    return _say(CATEGORIES[what], language).split(":")[0].split(" (")[0]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
