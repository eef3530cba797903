"""What was done, in words for whom it concerns: no name and no *you*, so that they fit a child.

An act is told by its event, and where the ledger knows it by what the person was to the case. A new
event of a room that handles cases gets its words here; a test finds one that has none.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent

_E = AuditEvent

#: Event → words, or relation → words with `""` for every other.
_Words = str | Mapping[str, str]

ACTS: Mapping[AuditEvent, _Words] = MappingProxyType(
    {
        _E.CASE_READ: {
            "assignee": later("Läste ärendet för att svara."),
            "receiver": later("Läste ärendet för att ge det till någon som svarar."),
            "": later("Läste ärendet."),
        },
        _E.CASE_LISTED: {
            "assignee": later("Såg ärendet i listan över sina egna ärenden."),
            "receiver": later("Såg ärendet i mottagningens lista."),
            "": later("Såg listan över ärenden."),
        },
        _E.CASE_ANSWERED: later("Skickade svar."),
        _E.CASE_ASSIGNED: later("Gav ärendet till någon som ska svara."),
        _E.CASE_CLOSED: later("Avslutade ärendet."),
        _E.CASE_CLOSED_NO_ANSWER: later("Avslutade ärendet utan svar."),
        _E.CASE_FLAG_LOWERED: later("Tog bort märket som säger att det är bråttom."),
        _E.CASE_JOURNALLED: later("Märkte att ärendet står i journalen."),
        _E.CASE_JOURNAL_UNMARKED: later("Tog bort märket om att ärendet står i journalen."),
        _E.CASE_POINT_CHECKED: later("Bockade av en punkt i sin lista för ärendet."),
        _E.CASE_POINT_UNCHECKED: later("Tog bort en bock i sin lista för ärendet."),
        _E.CASE_FORWARDED: later("Sa ja till att ärendet skickas vidare."),
        _E.CASE_MOVE_ASKED: later("Frågade om ärendet får skickas vidare."),
        _E.CASE_MOVE_DECLINED: later("Sa nej till att ärendet skickas vidare."),
        _E.CASE_MOVE_UNASKED: later("Tog tillbaka frågan om att skicka ärendet vidare."),
        _E.CASE_PARTIAL_SENT: later("Skickade ett delsvar."),
        _E.CASE_QUESTION_DUE: later("Påminde om en fråga som väntar på svar."),
        _E.CASE_QUESTION_SENT: later("Ställde en fråga i ärendet."),
        _E.CASE_REASSIGNED: later("Gav ärendet till en kollega."),
        _E.CASE_REMINDED: later("Påminde mottagningen om att svara."),
        _E.CASE_REOPENED: later("Öppnade ärendet igen."),
        _E.CASE_REPLIED: later("Skrev i ärendet."),
        _E.CASE_RETURNED: later("La tillbaka ärendet, så att någon annan kan svara."),
        _E.CASE_ROUTED: later("Ärendet gavs vidare efter mottagningens regler."),
        _E.CASE_SUBMITTED: later("Skickade ärendet."),
        _E.CASE_TAKEN: later("Tog ärendet för att svara."),
        _E.CASE_TO_TEAM: later("Lade ärendet hos ett team på mottagningen."),
        _E.CASE_UNASSIGNED_TOLD: later("Påminde om att ingen har tagit ärendet."),
        _E.CASE_URGENT_MARKED: later("Märkte ärendet som bråttom."),
        _E.CASE_URGENT_UNMARKED: later("Tog bort märket om att ärendet är bråttom."),
        _E.CASE_WITHDRAWN: later("Tog tillbaka ärendet."),
        _E.CASE_TYPE_GRANTS_LISTED: later("Såg listan över dem som har fått en ärendetyp."),
        _E.CASE_TYPE_HANDED_OUT: later("Gav rätt att använda en ärendetyp."),
        _E.CASE_TYPE_TAKEN_BACK: later("Tog tillbaka rätten att använda en ärendetyp."),
        _E.DRAFT_DELETED: later("Tog bort ett utkast."),
        _E.DRAFT_LISTED: later("Såg listan över utkast."),
        _E.DRAFT_READ: later("Öppnade ett utkast."),
        _E.DRAFT_SAVED: {
            "assignee": later("Skrev på ett svar."),
            "receiver": later("Skrev på ett svar."),
            "": later("Skrev på ett utkast."),
        },
        _E.NOTICE_POSTPONED: later("Ett mejl kunde inte skickas. Det skickas senare."),
        _E.NOTICE_SENT: later("Skickade ett mejl om att det finns något att läsa."),
        _E.NOTICE_SETTINGS_CHANGED: later("Ändrade vilka mejl som ska skickas."),
        _E.SETTINGS_READ: later("Såg vilka mejl som ska skickas."),
        _E.APPROVED_RESIDENTS_LISTED: later("Såg listan över dem som får skriva ändå."),
        _E.APPROVED_RESIDENT_CHANGED: later("Ändrade vem som får skriva till mottagningen."),
        _E.RESIDENT_LOOKED_UP: later("Sökte på personnumret för att ge rätt att skriva."),
        _E.REFUSED: later("Försökte göra något, men det gick inte. Det stoppades."),
        _E.LOG_TAKEN_OUT: later("Tog ut ett utdrag ur loggen åt en myndighet."),
        _E.REVIEW_EXPORT_TAKEN: later("Hämtade ett krypterat utdrag ur mottagningens logg."),
        _E.MIRROR_ANSWERED: later("Svarade på en fråga om den här loggen."),
        _E.MIRROR_ASKED: later("Frågade varför något hade gjorts."),
        _E.MIRROR_EXTRACTED: later("Hämtade ett utdrag ur loggen."),
        _E.MIRROR_READ: later("Öppnade den här loggen."),
    }
)
#: What the product does by itself, in whoever's name it is written.
BY_ITSELF = frozenset({_E.CASE_ROUTED})


def act(action: str, relation: str, outcome: str) -> str:
    """Return what was done as a sentence; what was refused is a try, whatever it was."""
    words = _words(action, outcome)
    return _(words if isinstance(words, str) else words.get(relation, words[""]))


def _words(action: str, outcome: str) -> _Words:
    if outcome == "refused":
        return ACTS[_E.REFUSED]
    try:
        return ACTS[AuditEvent(action)]
    except (KeyError, ValueError):  # a room without cases, or a name that is no more
        return _others(action)


def _others(action: str) -> str:
    if action.startswith("review:"):
        return later("Gick igenom loggen för att se om allt har gått rätt till.")
    if action.startswith("cases:"):
        return later("Gjorde något i ärendet.")
    return later("Gjorde något med uppgifterna.")
