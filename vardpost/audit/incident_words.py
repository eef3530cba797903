"""The summary of an incident: what is known is filled in, what a person must say is asked for.

After GDPR article 33.3 and 34, and the reports that the Cybersecurity Act (2025:1506, NIS2 article
23) asks for: a warning within 24 hours, a report within 72, a final one within a month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from vardpost.kernel import clock

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Known:
    """When somebody learnt of it, and whose incident it is."""

    at: datetime
    controller: str = ""
    dpo: str = ""
    reason: str = ""

    @property
    def deadlines(self) -> dict[str, datetime]:
        """Until when whom must be told."""
        return {
            "warning": self.at + timedelta(hours=24),
            "report": self.at + timedelta(hours=72),
            "final": self.at + timedelta(hours=72) + timedelta(days=30),
        }


_WORDS: Mapping[str, Mapping[str, str]] = {
    "sv": {
        "title": "Personuppgiftsincident: underlag",
        "intro": "Siffror och tider är räknade ur de rader som ligger i `entries/`. "
        "**FYLL I** är sådant som bara en människa kan svara på.",
        "fill": "**FYLL I**",
        "what": "Vad det gäller",
        "id": "Utdragets id",
        "about": "Urval",
        "period": "Period",
        "reason": "Angivet skäl",
        "controller": "Personuppgiftsansvarig",
        "dpo": "Dataskyddsombud",
        "known": "Känt sedan",
        "when": "Tidsfrister",
        "warning": "Tidig varning (cybersäkerhetslagen, 24 timmar)",
        "report": "Anmälan till IMY (GDPR art. 33) och incidentanmälan (72 timmar)",
        "final": "Slutrapport (cybersäkerhetslagen, en månad efter anmälan), senast ungefär",
        "numbers": "Det här är känt",
        "residents": "Berörda invånare (`residents.csv`)",
        "shown": "varav uppgifter visades eller ändrades",
        "tried": "varav bara nekade försök",
        "entries": "Händelser i loggen (`entries/leaves.jsonl`)",
        "refused": "Nekade försök (`refused.csv`)",
        "people": "Personer eller funktioner som gjorde dem (`people.csv`)",
        "first": "Första händelsen",
        "last": "Sista händelsen",
        "alarms": "Larm om loggen under perioden (`alarms.jsonl`)",
        "found": "Funnet av granskningen",
        "actions": "Vad som gjordes",
        "objects": "Vad det gällde",
        "days": "Dag för dag (UTC)",
        "number": "Antal",
        "ask": "Det här måste en människa svara på",
        "proof": "Bevis",
        "proof_text": "`python3 entries/verify.py .` i den här mappen kontrollerar raderna mot de "
        "signerade intygen och filerna mot `SHA256SUMS`. Den här sidan ingår inte: den ska "
        "fyllas i.",
        "more": "och {count} till, se summary.json",
        "nobody": "ingen",
    },
    "en": {
        "title": "Personal data breach: grounds for a report",
        "intro": "Numbers and times are counted from the lines in `entries/`. "
        "**FILL IN** is what only a person can answer.",
        "fill": "**FILL IN**",
        "what": "What it is about",
        "id": "Id of the export",
        "about": "Choice",
        "period": "Period",
        "reason": "Reason given",
        "controller": "Controller",
        "dpo": "Data protection officer",
        "known": "Known since",
        "when": "Time limits",
        "warning": "Early warning (Cybersecurity Act, 24 hours)",
        "report": "Report to IMY (GDPR art. 33) and incident report (72 hours)",
        "final": "Final report (Cybersecurity Act, a month after the incident report), about",
        "numbers": "What is known",
        "residents": "Residents concerned (`residents.csv`)",
        "shown": "of whom data was shown or changed",
        "tried": "of whom there were refused attempts alone",
        "entries": "Events in the log (`entries/leaves.jsonl`)",
        "refused": "Refused attempts (`refused.csv`)",
        "people": "Persons or functions that did them (`people.csv`)",
        "first": "First event",
        "last": "Last event",
        "alarms": "Alarms about the log in the period (`alarms.jsonl`)",
        "found": "Found by the review",
        "actions": "What was done",
        "objects": "To what",
        "days": "Day by day (UTC)",
        "number": "Number",
        "ask": "What a person must answer",
        "proof": "Proof",
        "proof_text": "`python3 entries/verify.py .` in this folder checks the lines against the "
        "signed statements and the files against `SHA256SUMS`. This page is not among them: it is "
        "to be filled in.",
        "more": "and {count} more, see summary.json",
        "nobody": "none",
    },
}
_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "sv": (
        "Vad hände, hur upptäcktes det, och pågår det fortfarande? (art. 33.3 a)",
        "Konfidentialitet, riktighet eller tillgänglighet: vad förlorades?",
        "Vilka slags uppgifter har någon faktiskt sett? Utgå från `people.csv` och ärendena.",
        "Finns barn eller personer med skyddade personuppgifter bland de berörda?",
        "Vilka följder kan det få för de berörda? (art. 33.3 c)",
        "Vad har gjorts, och vad ska göras? (art. 33.3 d)",
        "Hög risk? Då ska de berörda få veta: när, hur och av vem? (art. 34)",
        "Misstänks en olaglig eller fientlig handling, eller gränsöverskridande verkan? (NIS2)",
        "Ska IVO, polisen eller arbetsgivaren få veta? Vilka biträden har underrättats?",
        "Anmäld senare än 72 timmar? Skälet. (art. 33.1)",
        "Vem beslutade, och var är det dokumenterat? (art. 33.5)",
    ),
    "en": (
        "What happened, how was it found, and does it go on? (art. 33.3 a)",
        "Confidentiality, integrity or availability: what was lost?",
        "Which kinds of data has somebody really seen? Begin with `people.csv` and the cases.",
        "Are there children, or persons with protected identity, among those concerned?",
        "Which consequences may it have for them? (art. 33.3 c)",
        "What has been done, and what will be? (art. 33.3 d)",
        "High risk? Then those concerned must be told: when, how and by whom? (art. 34)",
        "Is an unlawful or hostile act suspected, or an effect across borders? (NIS2)",
        "Should IVO, the police or the employer know? Which processors were told?",
        "Reported later than 72 hours? The reason. (art. 33.1)",
        "Who decided, and where is it documented? (art. 33.5)",
    ),
}


def page(summary: Mapping[str, Any], known: Known, language: str) -> str:
    """Return the summary as a page of Markdown, for somebody to go on with."""
    word = _WORDS[language]
    fill = word["fill"]
    about = ", ".join(f"{name} `{value}`" for name, value in summary["about"].items())
    lines = [
        f"# {word['title']}",
        "",
        word["intro"],
        "",
        f"## {word['what']}",
        "",
        f"- {word['id']}: `{summary['incident']}`",
        f"- {word['about']}: {about}",
        f"- {word['period']}: {_local(summary['since'])} – {_local(summary['until'])}",
        f"- {word['reason']}: {known.reason or fill}",
        f"- {word['controller']}: {known.controller or fill}",
        f"- {word['dpo']}: {known.dpo or fill}",
        "",
        f"## {word['when']}",
        "",
        f"- {word['known']}: {_local(summary['known_at'])}",
        *(f"- {word[name]}: {_local(at)}" for name, at in summary["deadlines"].items()),
        "",
        f"## {word['numbers']}",
        "",
        f"- {word['residents']}: {summary['residents']}",
        f"  - {word['shown']}: {summary['residents_shown']}",
        f"  - {word['tried']}: {summary['residents_only_tried']}",
        *(f"- {word[key]}: {summary[key]}" for key in ("entries", "refused", "people")),
        *(f"- {word[key]}: {_local(summary[key])}" for key in ("first", "last")),
        f"- {word['alarms']}: {summary['alarms']}",
    ]
    told = ", ".join(f"{count} (`{name}.jsonl`)" for name, count in summary["found"].items())
    lines.append(f"- {word['found']}: {told or word['nobody']}")
    for key in ("actions", "objects", "days"):
        lines += ["", f"### {word[key]}", "", f"| {word[key]} | {word['number']} |", "|---|---|"]
        rows = list(summary[key].items())
        lines += [f"| `{name}` | {count} |" for name, count in rows[:_SHOWN]]
        if len(rows) > _SHOWN:
            lines += ["", word["more"].format(count=len(rows) - _SHOWN)]
    lines += ["", f"## {word['ask']}", ""]
    lines += [text for one in _QUESTIONS[language] for text in (f"- [ ] {one}", f"  {fill}")]
    lines += ["", f"## {word['proof']}", "", word["proof_text"], ""]
    return "\n".join(lines)


def _local(text: str) -> str:
    """Return a moment in Swedish time, to the minute."""
    return datetime.fromisoformat(text).astimezone(clock.STOCKHOLM).strftime("%Y-%m-%d %H:%M")
