"""The extract of a resident's log in words: for people as a document, for programs as plain data.

Understandable by itself, years later and by who has never seen the service (HSLF-FS 2016:40, 4 kap.
10 §): it says how it is read, and what it leaves out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.audit.days import Told
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.review.mirror import Known, Shown, shown
from vardpost.review.why import Asked
from vardpost.shell.dates import exactly, full_day, number
from vardpost.shell.jinja import language

Form = Literal["pdf", "json"]
#: Rises when a field of the file for programs changes its meaning.
FORM = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """What an extract is of: whose log, which days (both included), who asked, and when."""

    resident: str
    since: date
    until: date
    asked_by: str
    at: datetime

    @property
    def period(self) -> str:
        """Return the days in words."""
        return f"{full_day(self.since, language())} – {full_day(self.until, language())}"


def document(frame: Frame, lines: Sequence[Shown], entries: int) -> dict[str, Any]:
    """Return what `print/extract.typ` sets."""
    here = frame.at.astimezone(STOCKHOLM)
    facts = [[_("Gäller"), frame.resident], [_("Dagar"), frame.period]]
    facts.append([_("Hämtat"), exactly(frame.at, language())])
    if frame.asked_by != frame.resident:
        facts.append([_("Hämtat av"), frame.asked_by])
    facts.append([_("Innehåll"), _content(len(lines), entries)])
    return {
        "title": _("Utdrag ur loggen"),
        "lang": language(),
        "made": [here.year, here.month, here.day],
        "footer": _("Vårdpost, utdrag ur loggen"),
        "page": re.split(r"\{[ab]\}", _("Sida {a} av {b}")),
        "facts": facts,
        "how": {"title": _("Så läser du utdraget"), "texts": how()},
        "lines": {
            "title": _("Det här har hänt"),
            "none": _("Ingenting har hänt de här dagarna."),
            "head": [_("När"), _("Vem"), _("Vad och varför")],
            "rows": _rows(lines),
        },
        "asked": {
            "title": _("Frågor och svar"),
            "rows": [_question(frame, number, line) for number, line in _asked(lines)],
        },
        "left_out": {"title": _("Det här står inte i utdraget"), "texts": left_out()},
        "ask": {"title": _("Vill du veta mer?"), "texts": more()},
    }


def plain(frame: Frame, actor: Actor, entries: Sequence[Told], known: Known) -> dict[str, Any]:
    """Return each entry by itself, with its words, and how they are read."""
    lines = shown(actor, [one.line for one in entries], known, you=actor.name)
    return {
        "kind": "vardpost-log-extract",
        "form": FORM,
        "language": language(),
        "resident": frame.resident,
        "from": frame.since.isoformat(),
        "to": frame.until.isoformat(),
        "asked_by": frame.asked_by,
        "made_at": _local(frame.at),
        "how_to_read": how(),
        "left_out": left_out(),
        "entries": [_entry(one, line) for one, line in zip(entries, lines, strict=True)],
    }


def how() -> list[str]:
    """Return how an extract is read."""
    return [
        _(
            "Varje rad säger när något hände, vem det var och vad som gjordes. Gör någon samma sak "
            "flera gånger på en dag blir det en rad. Alla tider är svensk tid."
        ),
        _(
            "En ärendemottagare ser mottagningens ärenden och ger dem till någon som svarar. En "
            "ärendehanterare svarar på de ärenden som hon eller han har fått. En lokal "
            "administratör sköter mottagningens inställningar och läser inga ärenden. En granskare "
            "går igenom loggen."
        ),
        _(
            "En lista visar många på en gång. Den som ser en lista har inte öppnat ärendet. Det "
            "som står som automatiskt har ingen person gjort."
        ),
    ]


def left_out() -> list[str]:
    """Return what an extract leaves out."""
    return [
        _("Vem som har läst i journalen, eller i andra tjänster."),
        _("Vad som stod i ärendena."),
        _("Andra som visades i samma lista."),
        _("Frågor som någon annan har ställt om loggen."),
        _(
            "Namn på den som har skyddade uppgifter, eller som mottagningen har valt att inte "
            "visa. Då står rollen."
        ),
        _("När du har loggat in och ut, och tekniska uppgifter om datorer."),
        _("Det som är äldre än {n} år. Så länge sparas loggen.").replace(
            "{n}", str(settings.AUDIT_YEARS)
        ),
    ]


def more() -> list[str]:
    """Return where to turn with questions."""
    return [
        _(
            "Undrar du över något? I loggen i Vårdpost finns Fråga varför vid raden, och "
            "mottagningen svarar. Du kan också vända dig till patientnämnden i din region."
        ),
    ]


def _content(lines: int, entries: int) -> str:
    happened = ngettext("{n} händelse", "{n} händelser", entries)
    rows = ngettext("{n} rad", "{n} rader", lines)
    return _("{a} på {b}").format(
        a=happened.format(n=number(entries, language())),
        b=rows.format(n=number(lines, language())),
    )


def _asked(lines: Sequence[Shown]) -> list[tuple[int, Shown]]:
    """Return the lines that whoever takes the extract has asked about, numbered."""
    return list(enumerate((line for line in lines if line.asked is not None), start=1))


def _rows(lines: Sequence[Shown]) -> list[list[list[str]]]:
    numbers = {line.id: count for count, line in _asked(lines)}
    return [_row(line, numbers.get(line.id, 0)) for line in lines]


def _row(line: Shown, asked: int) -> list[list[str]]:
    """Return a row of the document: each cell its text, then what stands smaller below."""
    when = [full_day(line.day, language()), ", ".join(filter(None, (line.when, line.times)))]
    if len(line.moments) > 2:
        when.append(" · ".join(line.moments))
    about = " ".join((f"{line.case.title},", _("ärende"), line.case.number)) if line.case else ""
    why = _("Se fråga {n} nedan.").replace("{n}", str(asked)) if asked else ""
    return [when, _filled(line.who, line.place), _filled(line.act, about, why)]


def _question(frame: Frame, count: int, line: Shown) -> dict[str, str]:
    """Return what was asked about a line, and the answer, for the document."""
    one = line.asked
    if one is None:
        return {}
    lang = language()
    asked = _("{namn} frågade varför {tid}.").format(
        namn=frame.asked_by, tid=exactly(one.asked_at, lang)
    )
    if one.answered_at is None:
        due = _("Inget svar än. {mottagning} ska svara senast {dag}.")
        said = due.format(mottagning=one.unit_name, dag=full_day(one.answer_by, lang))
    else:
        answered = _("{mottagning} svarade {tid}.")
        said = answered.format(mottagning=one.unit_name, tid=exactly(one.answered_at, lang))
    where = ", ".join(filter(None, (line.who, line.place, full_day(line.day, lang), line.when)))
    return {
        "title": f"{count}. {line.act}",
        "about": where,
        "asked": asked,
        "text": one.text,
        "answered": said,
        "answer": one.answer,
    }


def _filled(*texts: str) -> list[str]:
    return [text for text in texts if text]


def _entry(one: Told, line: Shown) -> dict[str, Any]:
    return {
        "at": _local(one.line.first_at),
        "who": line.who,
        "role_and_place": line.place,
        "unit_hsa_id": one.unit_hsa_id,
        "what": line.act,
        "case": line.case.number if line.case else None,
        "event": one.line.action,
        "outcome": one.line.outcome,
        "question": _question_plain(line.asked),
    }


def _question_plain(one: Asked | None) -> dict[str, Any] | None:
    """Return what whoever takes the extract has asked about an entry, and the answer."""
    if one is None:
        return None
    return {
        "asked_at": _local(one.asked_at),
        "text": one.text,
        "answer_by": one.answer_by.isoformat(),
        "answered_at": _local(one.answered_at) if one.answered_at else None,
        "answered_by": one.unit_name if one.answered_at else None,
        "answer": one.answer or None,
    }


def _local(moment: datetime) -> str:
    return moment.astimezone(STOCKHOLM).isoformat(timespec="seconds")
