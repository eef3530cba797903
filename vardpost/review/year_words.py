"""A year of review in words and numbers: the same for the page, the document and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from vardpost.review.alarm_words import name as alarm_name
from vardpost.review.export_rows import line, safe
from vardpost.review.queries.year import Asked
from vardpost.review.words import KINDS, MARKS, period, rule_name
from vardpost.review.year import Planned, Year
from vardpost.shell.dates import full_day, number, plain_day, span
from vardpost.shell.jinja import language


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines: (word, value); `none` when there are none."""

    title: str
    rows: Sequence[tuple[str, str]]
    none: str = ""


def sections(told: Year) -> list[Section]:
    """Return the whole report, in the page's language."""
    return [
        Section(_("Stickprov mot planen"), _samples(told)),
        Section(
            _("Planerade perioder"),
            [(period(one.from_on, one.to_on), _stood(one)) for one in told.planned],
            _("Inget stickprov har behövt vara klart än."),
        ),
        Section(_("Granskningar som började under året"), _reviews(told)),
        Section(_("Bedömningar"), _marks(told)),
        Section(_("Förklaringar från personal"), _asked(told.explanations)),
        Section(_("Frågor från invånare"), _asked(told.residents)),
        Section(_("Misstänkta intrång"), [(_("Meddelat regionen"), _times(told.escalated))]),
        Section(_("Signaler, efter regel"), _signals(told), _("Ingen regel har slagit till.")),
        *_alarms(told),
        Section(
            _("Granskare"),
            [
                (_("Granskare i dag"), _n(told.reviewers)),
                (_("Har bedömt något under året"), _n(told.marked_by)),
            ],
        ),
    ]


def notes(told: Year) -> list[str]:
    """Return how a report is read, and what it leaves out."""
    texts = [
        _(
            "Rapporten räknar granskningar som började under året. Planen är den som gäller nu. "
            "Inga namn på personal eller invånare står i den."
        )
    ]
    if told.hidden:
        text = _(
            "{n} poster gäller dig själv eller ditt barn och är inte med. Be en annan granskare "
            "hämta rapporten om allt ska vara med."
        )
        texts.append(text.replace("{n}", _n(told.hidden)))
    return texts


def document(told: Year) -> dict[str, Any]:
    """Return what `print/year.typ` sets, in Swedish, whoever asks: it is the authority's."""
    with translation.override("sv"):
        made = told.made_on
        return {
            "title": f"Granskning av loggen {told.year}, {told.unit_name}",
            "name": f"Granskning av loggen {told.year}",
            "unit": f"{told.unit_name}, {told.unit_hsa_id}",
            "lang": "sv",
            "made": [made.year, made.month, made.day],
            "footer": f"{told.unit_name} · granskning av loggen {told.year}",
            "when": f"Framtagen {full_day(made, 'sv')}",
            "sections": [
                {"title": one.title, "rows": [[*row] for row in one.rows], "none": one.none}
                for one in sections(told)
            ],
            "notes": notes(told),
        }


def table(told: Year) -> str:
    """Return the report as CSV (RFC 4180), in Swedish, each number with its part and its word."""
    with translation.override("sv"):
        lines = [line(["Mottagning", "År", "Avsnitt", "Uppgift", "Värde"])]
        for one in sections(told):
            for word, value in one.rows:
                cells = [told.unit_name, str(told.year), one.title, word, value]
                lines.append(line(safe(cell) for cell in cells))
    return "".join(lines)


def _samples(told: Year) -> list[tuple[str, str]]:
    looked = [one for one in told.begun if one.kind == "sample" and one.outcome == "done"]
    states = [one.state for one in told.planned]
    rows = [
        (_("Planerade stickprov"), _n(len(states))),
        (_("Klara i tid"), _n(states.count("done"))),
        (_("Klara för sent"), _n(states.count("late"))),
        (_("Saknas"), _n(states.count("missing"))),
    ]
    if told.plan.of == "entries":
        rows.append((_("Poster enligt planen"), _n(len(states) * told.plan.amount)))
    return [
        *rows,
        (_("Granskade poster i stickprov"), _n(sum(one.ok + one.breach for one in looked))),
    ]


def _stood(one: Planned) -> str:
    if one.closed_on is None:
        due = plain_day(one.due_on, language())
        return _("Saknas, skulle vara klart {dag}").replace("{dag}", due)
    day = plain_day(one.closed_on, language())
    words = _("Klart {dag}, för sent") if one.state == "late" else _("Klart {dag}")
    return words.replace("{dag}", day)


def _reviews(told: Year) -> list[tuple[str, str]]:
    rows = [
        (_(words), _n(sum(one.kind == kind for one in told.begun))) for kind, words in KINDS.items()
    ]
    late = sum(
        one.closed_at is not None and one.closed_at.date() > one.due_on for one in told.begun
    )
    return [
        *rows,
        (_("Avslutade"), _n(sum(one.outcome == "done" for one in told.begun))),
        (_("Avslutade för sent"), _n(late)),
        (_("Avbrutna"), _n(sum(one.outcome == "cancelled" for one in told.begun))),
        (_("Pågår"), _n(sum(one.closed_at is None for one in told.begun))),
    ]


def _marks(told: Year) -> list[tuple[str, str]]:
    said = {key: _(words) for key, (words, _icon, _color) in MARKS.items()}
    seen = sum(one.seen for one in told.begun)
    ok, breach = sum(one.ok for one in told.begun), sum(one.breach for one in told.begun)
    ask = sum(one.ask for one in told.begun)
    return [
        (_("Poster"), _n(seen)),
        (said["ok"], _n(ok)),
        (said["breach"], _n(breach)),
        (said["ask"], _n(ask)),
        (said["none"], _n(seen - ok - breach - ask)),
    ]


def _asked(one: Asked) -> list[tuple[str, str]]:
    rows = [(_("Ställda"), _n(one.asked)), (_("Besvarade"), _n(one.answered))]
    rows.append((_("Besvarade för sent"), _n(one.late)))
    if one.middle is not None:
        rows.append((_("Hälften besvarade inom"), span(one.middle, language())))
    return rows


def _signals(told: Year) -> list[tuple[str, str]]:
    words = _("{n}, varav {m} granskade")
    return [
        (
            rule_name(one.rule, one.name),
            words.replace("{n}", _n(one.found)).replace("{m}", _n(one.reviewed)),
        )
        for one in told.signals
    ]


def _alarms(told: Year) -> list[Section]:
    """Return a part for each rule that raised alarms, or one that says that none did."""
    if not told.alarms:
        return [Section(_("Larm om loggen"), [], _("Inget larm har öppnats."))]
    parts = []
    for one in told.alarms:
        rows = [
            (_("Öppnade"), _n(one.opened)),
            (_("Stängda"), _n(one.closed)),
            (_("Av dem blev granskning"), _n(one.reviews)),
            (_("Öppna än"), _n(one.opened - one.closed)),
        ]
        if one.middle is not None:
            rows.append((_("Hälften stängda inom"), span(one.middle, language())))
        title = _("Larm: {regel}").replace("{regel}", alarm_name(one.rule))
        parts.append(Section(title, rows))
    return parts


def _times(count: int) -> str:
    return _("{n} gånger").replace("{n}", _n(count)) if count != 1 else _("1 gång")


def _n(value: int) -> str:
    return number(value, language())
