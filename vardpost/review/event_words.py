"""Every event of the ledger in plain words: what somebody did, after her name.

*Rut Ek* *öppnade ärendet*. A new event gets its words here; a test finds one that has none.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.audit.events import AuditEvent

_E = AuditEvent

EVENT_WORDS: Mapping[AuditEvent, str] = MappingProxyType(
    {
        _E.CASE_ANSWERED: later("svarade på ärendet"),
        _E.CASE_ASSIGNED: later("fördelade ärendet"),
        _E.CASE_CLOSED: later("avslutade ärendet"),
        _E.CASE_CLOSED_NO_ANSWER: later("avslutade ärendet utan svar"),
        _E.CASE_FLAG_LOWERED: later("sänkte ärendets röda flagga"),
        _E.CASE_JOURNALLED: later("markerade ärendet som journalfört"),
        _E.CASE_JOURNAL_UNMARKED: later("tog bort märket om att ärendet är journalfört"),
        _E.CASE_LISTED: later("såg en lista med ärenden"),
        _E.CASE_PARTIAL_SENT: later("skickade delsvar"),
        _E.CASE_POINT_CHECKED: later("kryssade för en punkt i ärendets checklista"),
        _E.CASE_POINT_UNCHECKED: later("tog bort ett kryss i ärendets checklista"),
        _E.CASE_QUESTION_DUE: later("noterade att svar på motfråga saknas"),
        _E.CASE_QUESTION_SENT: later("ställde motfråga"),
        _E.CASE_READ: later("öppnade ärendet"),
        _E.CASE_REASSIGNED: later("omfördelade ärendet"),
        _E.CASE_REMINDED: later("påminde om ärendet"),
        _E.CASE_REOPENED: later("öppnade ett avslutat ärende igen"),
        _E.CASE_REPLIED: later("svarade på motfråga"),
        _E.CASE_RETURNED: later("lade tillbaka ärendet i inkorgen"),
        _E.CASE_ROUTED: later("fördelade ärendet efter mottagningens regler"),
        _E.CASE_SUBMITTED: later("skickade ärendet"),
        _E.CASE_TAKEN: later("tog ärendet"),
        _E.CASE_TO_TEAM: later("lade ärendet i ett teams kö"),
        _E.CASE_UNASSIGNED_TOLD: later("påminde om att ärendet inte är fördelat"),
        _E.CASE_URGENT_MARKED: later("markerade ärendet som brådskande"),
        _E.CASE_URGENT_UNMARKED: later("tog bort märket om att ärendet är brådskande"),
        _E.CASE_WITHDRAWN: later("återtog ärendet"),
        _E.CASE_TYPE_COPIED: later("kopierade en ärendetyp"),
        _E.CASE_TYPE_CREATED: later("skapade en ärendetyp"),
        _E.CASE_TYPE_DRAFTED: later("sparade utkast till en ärendetyp"),
        _E.CASE_TYPE_DRAFT_DISCARDED: later("kastade utkast till en ärendetyp"),
        _E.CASE_TYPE_GRANTS_LISTED: later("såg vilka invånare en ärendetyp är utlämnad till"),
        _E.CASE_TYPE_HANDED_OUT: later("lämnade ut en ärendetyp till invånare"),
        _E.CASE_TYPE_EXPORTED: later("laddade ner en ärendetyp som fil"),
        _E.CASE_TYPE_IMPORTED: later("läste in en ärendetyp"),
        _E.CASE_TYPE_IN_FORCE: later("lät en planerad ärendetyp börja gälla"),
        _E.CASE_TYPE_OFFER_CHANGED: later("ändrade hur en ärendetyp erbjuds"),
        _E.CASE_TYPE_ORDERED: later("ändrade ärendetypernas ordning"),
        _E.CASE_TYPE_PICTURE_ADDED: later("lade till en bild i en ärendetyp"),
        _E.CASE_TYPE_PLANNED: later("planerade en ny version av en ärendetyp"),
        _E.CASE_TYPE_PLAN_WITHDRAWN: later("tog bort en planerad version av en ärendetyp"),
        _E.CASE_TYPE_PUBLISHED: later("publicerade en ärendetyp"),
        _E.CASE_TYPE_ROLLED_BACK: later("gick tillbaka till en äldre version av en ärendetyp"),
        _E.CASE_TYPE_SUBSCRIBED: later("började följa en central ärendetyp"),
        _E.CASE_TYPE_TAKEN_BACK: later("tog tillbaka en utlämnad ärendetyp"),
        _E.DRAFT_DELETED: later("kastade ett utkast"),
        _E.DRAFT_LISTED: later("såg en lista med utkast"),
        _E.DRAFT_READ: later("öppnade ett utkast"),
        _E.DRAFT_SAVED: later("sparade ett utkast i ärendet"),
        _E.DIRECTORY_IMPORTED: later("läste in personalkatalogen"),
        _E.GRANT_CHANGED: later("ändrade någons behörigheter"),
        _E.NATIONAL_OFFICE_BOOTSTRAPPED: later("utsåg den första nationella administratören"),
        _E.NOTICE_POSTPONED: later("sköt upp en avisering"),
        _E.NOTICE_SENT: later("skickade en avisering"),
        _E.NOTICE_SETTINGS_CHANGED: later("ändrade egna aviseringar"),
        _E.NOTICES_LISTED: later("såg en lista med aviseringar"),
        _E.RED_FLAGS_PUBLISHED: later("ändrade larmorden"),
        _E.ROUTING_RULES_CHANGED: later("ändrade reglerna för fördelning"),
        _E.ROUTING_TEAM_CHANGED: later("ändrade ett team"),
        _E.ROUTING_TRIED: later("provade reglerna för fördelning"),
        _E.PAGE_READ: later("öppnade en sida"),
        _E.REFUSED: later("försökte öppna en sida och nekades"),
        _E.SETTINGS_READ: later("såg egna inställningar"),
        _E.SIGNED_IN: later("loggade in"),
        _E.SIGNED_OUT: later("loggade ut"),
        _E.SIGN_IN_REFUSED: later("försökte logga in och nekades"),
        _E.APPROVED_RESIDENTS_LISTED: later("såg vilka invånare som är godkända"),
        _E.RESIDENT_LOOKED_UP: later("sökte en invånare med personnummer"),
        _E.APPROVED_RESIDENT_CHANGED: later("ändrade godkännandet av en invånare"),
        _E.REGION_DAY_CHANGED: later("ändrade regionens stängda dagar"),
        _E.STATISTICS_COUNTED: later("räknade regionens ärenden"),
        _E.TERMS_CHANGED: later("ändrade en villkorstext"),
        _E.TERMS_DRAFTED: later("sparade utkast till en villkorstext"),
        _E.TERMS_IN_FORCE: later("lät en planerad villkorstext börja gälla"),
        _E.UNIT_CATCHMENT_CHANGED: later("ändrade betjäningsområdet"),
        _E.UNIT_CLOSING_CHANGED: later("ändrade stängda dagar"),
        _E.UNIT_HOURS_CHANGED: later("ändrade öppettiderna"),
        _E.UNIT_NOTICES_CHANGED: later("ändrade mottagningens aviseringar"),
        _E.UNIT_LIMIT_CHANGED: later("ändrade gränsen för nya ärenden"),
        _E.UNIT_CONTACT_CHANGED: later("ändrade kontaktuppgifterna"),
        _E.SETTINGS_HISTORY_READ: later("såg vilka inställningar som ändrats"),
        _E.SIGNATURE_CHANGED: later("ändrade sin signatur"),
        _E.STAFF_CHANGED: later("ändrade ett personalkonto"),
        _E.STAFF_DEACTIVATED: later("avaktiverade ett personalkonto"),
        _E.STAFF_LISTED: later("såg en lista med personal"),
        _E.STAFF_REACTIVATED: later("återaktiverade ett personalkonto"),
        _E.STAFF_READ: later("öppnade ett personalkonto"),
        _E.STAFF_REGISTERED: later("lade upp ett personalkonto"),
        _E.LOG_TAKEN_OUT: later("tog ut ett utdrag ur loggen åt en myndighet"),
        _E.MIRROR_ANSWERED: later("svarade på en invånares fråga om loggen"),
        _E.MIRROR_ASKED: later("frågade varför någon öppnat egna ärenden"),
        _E.MIRROR_EXTRACTED: later("hämtade ett utdrag ur sin egen logg"),
        _E.MIRROR_READ: later("såg vem som öppnat egna ärenden"),
        _E.MIRROR_SETTINGS_CHANGED: later("ändrade hur personal visas i invånarens logg"),
        _E.REVIEW_ITEM_MARKED: later("bedömde en post i en granskning"),
        _E.REVIEW_ITEM_READ: later("läste en post i en granskning"),
        _E.REVIEW_LISTED: later("såg mottagningens granskningar"),
        _E.REVIEW_READ: later("öppnade en granskning"),
        _E.REVIEW_BEGUN: later("började en granskning"),
        _E.REVIEW_CLOSED: later("avslutade en granskning"),
        _E.REVIEW_ESCALATED: later("meddelade regionen ett misstänkt intrång"),
        _E.REVIEW_ANSWERED: later("svarade på en fråga från granskarna"),
        _E.REVIEW_ASKED: later("bad någon om en förklaring"),
        _E.REVIEW_QUESTIONS_LISTED: later("såg frågorna till sig från granskarna"),
        _E.REVIEW_QUESTION_READ: later("läste en fråga från granskarna"),
        _E.REVIEW_PROTOCOL_TAKEN: later("hämtade protokollet från en granskning"),
        _E.REVIEW_FACTS_DROPPED: later("glömde gamla anteckningar om loggen"),
        _E.REVIEW_SIGNALS_FOUND: later("fann signaler i loggen"),
        _E.REVIEW_SIGNALS_LISTED: later("såg signalerna ur loggen"),
        _E.REVIEW_RULES_CHANGED: later("ändrade granskningens regler"),
        _E.REVIEW_RULE_TRIED: later("provade en regel för granskning"),
        _E.REVIEW_PLAN_CHANGED: later("ändrade planen för granskning"),
        _E.REVIEW_CONTACT_CHANGED: later("ändrade kontakten för misstänkta intrång"),
        _E.REVIEW_ESCALATIONS_LISTED: later("såg misstänkta intrång i regionen"),
        _E.REVIEW_ESCALATION_RECEIVED: later("tog emot ett misstänkt intrång"),
        _E.REVIEW_REMINDED: later("påminde om en granskning"),
        _E.REVIEW_SEARCH_BEGUN: later("började en sökning i loggen"),
        _E.REVIEW_SEARCHED: later("sökte i loggen"),
    }
)


def act(action: str, outcome: str = "ok") -> str:
    """Return what was done, in words that stand after a name; the bare name for an old event."""
    try:
        said = _(EVENT_WORDS[AuditEvent(action)])
    except (KeyError, ValueError):
        return action
    if outcome != "refused" or action in (AuditEvent.REFUSED, AuditEvent.SIGN_IN_REFUSED):
        return said
    return _("försökte men nekades: {vad}").replace("{vad}", said)
