"""Roles and permissions in words, Swedish and English, for the page that says what is missing.

Two generations of Swedish role names live side by side: regions still say *vårdgivare* where newer
manuals say *ärendehanterare*. In law *vårdgivare* is the organisation, so the newer name is ours.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from vardpost.policy.permissions import Permission
from vardpost.policy.roles import ROLES, Role

Generation = Literal["former", "present"]
P = Permission


class Words(NamedTuple):
    """One thing in both languages."""

    sv: str
    en: str


class RoleWords(NamedTuple):
    """A role's present name in both languages, and the Swedish name it had before."""

    sv: str
    en: str
    former: str


ROLE_WORDS: Mapping[Role, RoleWords] = MappingProxyType(
    {
        Role.RESIDENT: RoleWords("Invånare", "Resident", "Invånare"),
        Role.PROXY: RoleWords("Ombud", "Proxy", "Ombud"),
        Role.CASE_RECEIVER: RoleWords("Ärendemottagare", "Case receiver", "Ärendemottagare"),
        Role.RESPONDER: RoleWords("Ärendehanterare", "Responder", "Vårdgivare"),
        Role.UNIT_ADMIN: RoleWords("Lokal administratör", "Local administrator", "Administratör"),
        Role.REVIEWER: RoleWords("Granskare", "Reviewer", "Granskare"),
        Role.REGION_ADMIN: RoleWords(
            "Regional administratör", "Regional administrator", "Landstingsadministratör"
        ),
        Role.NATIONAL_OFFICE: RoleWords(
            "Nationell administratör", "National administrator", "Nationell förvaltning"
        ),
    }
)

PERMISSION_WORDS: Mapping[Permission, Words] = MappingProxyType(
    {
        P.ARCHIVE_EXPORT: Words("Skapa och hämta arkivexport", "Create and download an archive"),
        P.CASE_ASSIGN: Words("Fördela ärenden", "Assign cases"),
        P.CASE_ASSIGN_WITH_PARTIAL: Words(
            "Fördela med delsvar", "Assign together with a partial answer"
        ),
        P.CASE_CHECK_POINT: Words("Bocka av i checklistan", "Tick off the checklist"),
        P.CASE_CLOSE: Words("Avsluta ärenden", "Close cases"),
        P.CASE_CLOSE_WITHOUT_ANSWER: Words("Avsluta utan svar", "Close without an answer"),
        P.CASE_COUNTER_QUESTION: Words("Ställa motfråga", "Ask a counter-question"),
        P.CASE_FINAL_ANSWER: Words("Ge slutsvar", "Give the final answer"),
        P.CASE_FOLLOW_UP: Words("Skriva efter svaret", "Write after the answer"),
        P.CASE_FORWARD: Words("Flytta ärenden till annan enhet", "Move cases to another unit"),
        P.CASE_LOWER_FLAG: Words("Sänka en röd flagga", "Lower a red flag"),
        P.CASE_MARK_JOURNALLED: Words("Markera som journalfört", "Mark as journalled"),
        P.CASE_MARK_URGENT: Words("Markera som brådskande", "Mark as urgent"),
        P.CASE_PARTIAL_ANSWER: Words("Skicka delsvar", "Send a partial answer"),
        P.CASE_READ: Words("Läsa fördelade ärenden", "Read assigned cases"),
        P.CASE_READ_ELSEWHERE: Words("Läsa ärenden på andra enheter", "Read cases of other units"),
        P.CASE_READ_OWN: Words("Läsa egna ärenden", "Read one's own cases"),
        P.CASE_READ_UNIT: Words("Läsa mottagningens ärenden", "Read the unit's cases"),
        P.CASE_REASSIGN: Words("Omfördela ärenden", "Reassign cases"),
        P.CASE_REMIND: Words("Påminna om ärenden", "Remind about cases"),
        P.CASE_REOPEN: Words("Öppna avslutade ärenden", "Reopen closed cases"),
        P.CASE_REPLY: Words("Svara på motfråga", "Reply to a counter-question"),
        P.CASE_TO_TEAM: Words("Lägga i ett teams kö", "Put in a team's queue"),
        P.CASE_RETURN_TO_INBOX: Words("Lägga tillbaka i inkorgen", "Return to the inbox"),
        P.CASE_ROUTE: Words("Fördela efter regler", "Assign by rules"),
        P.CASE_SUBMIT: Words("Skicka ärenden", "Send cases"),
        P.CASE_TAKE: Words("Ta ärenden själv", "Take cases oneself"),
        P.CASE_WITHDRAW: Words("Återta ärenden", "Withdraw cases"),
        P.COLLEAGUE_LIST: Words("Se kollegor att fördela till", "See colleagues to assign to"),
        P.INBOX_READ: Words("Se mottagningens inkorg", "See the unit's inbox"),
        P.MESSAGE_ARCHIVE: Words("Arkivera egna meddelanden", "Archive one's own messages"),
        P.OUTBOUND_START: Words("Starta ärende till invånare", "Start a case to a resident"),
        P.CENTRAL_TYPE_EDIT: Words("Ändra centrala ärendetyper", "Edit central case types"),
        P.MESSAGE_TEMPLATE_EDIT: Words("Ändra meddelandemallar", "Edit message templates"),
        P.CASE_TYPE_ACTIVATE: Words("Slå på och av ärendetyper", "Switch case types on and off"),
        P.CASE_TYPE_IMPORT: Words("Läsa in ärendetyper", "Import case types"),
        P.CASE_TYPE_SETTLE: Words(
            "Låta planerade ärendetyper börja gälla", "Let planned case types come into force"
        ),
        P.COURSE_TAKE: Words("Gå e-kursen", "Take the e-course"),
        P.REGION_FOLDER_USE: Words("Använda regionens mapp", "Use the region's folder"),
        P.NEWS_POST: Words("Skriva nyheter", "Post news"),
        P.FORUM_DISCUSS: Words("Diskutera i forumet", "Discuss in the forum"),
        P.NOTICE_SEND: Words("Skicka aviseringar", "Send notices"),
        P.NOTICE_SETTINGS_EDIT: Words("Välja egna aviseringar", "Choose one's own notices"),
        P.OFFICE_ROLE_WATCH: Words(
            "Påminna om och avsluta roller som ingen bekräftat",
            "Remind of and end roles that nobody has confirmed",
        ),
        P.OPERATING_NOTICE_SEND: Words("Skriva driftmeddelanden", "Write operating notices"),
        P.LINKED_SERVICE_DISTRIBUTE: Words("Dela ut uthoppstjänster", "Distribute linked services"),
        P.TEMPLATE_EDIT: Words("Ändra mallar för mottagningar", "Edit unit templates"),
        P.TEMPLATE_IMPORT: Words("Läsa in mallar", "Import unit templates"),
        P.TEMPLATE_ROLL_OUT: Words("Rulla ut mallar", "Roll out unit templates"),
        P.OVERVIEW_READ: Words("Se översikten över enheter", "See the overview of units"),
        P.DIRECTORY_IMPORT: Words("Läsa in katalogen", "Read in the directory"),
        P.GRANT_EDIT: Words("Ge och ta bort behörigheter", "Grant and remove permissions"),
        P.LOGIN_LOCK: Words("Låsa invånares inloggning", "Lock a resident's sign-in"),
        P.NATIONAL_OFFICE_BOOTSTRAP: Words(
            "Utse den första nationella administratören", "Appoint the first national administrator"
        ),
        P.PROXY_BLOCK: Words("Spärra ombud", "Block a proxy"),
        P.REGION_ADMIN_APPLY: Words(
            "Ansöka om ny regional administratör", "Apply for a new regional administrator"
        ),
        P.REGION_ADMIN_APPROVE: Words(
            "Godkänna ny regional administratör", "Approve a new regional administrator"
        ),
        P.REVIEWER_GRANT: Words("Utse granskare", "Appoint a reviewer"),
        P.SIGNATURE_EDIT: Words("Ändra egen signatur", "Change one's own signature"),
        P.STAFF_DEACTIVATE: Words("Avaktivera konton", "Deactivate accounts"),
        P.STAFF_REACTIVATE: Words("Återaktivera konton", "Reactivate accounts"),
        P.STAFF_REGISTER: Words("Lägga upp konton", "Register accounts"),
        P.UNIT_ADMIN_APPOINT: Words("Utse administratör", "Appoint an administrator"),
        P.MIRROR_READ: Words("Se vem som har öppnat egna ärenden", "See who opened own cases"),
        P.MIRROR_ASK: Words(
            "Fråga varför någon har öppnat egna ärenden", "Ask why somebody opened own cases"
        ),
        P.MIRROR_ANSWER: Words(
            "Svara på invånares frågor om loggen", "Answer residents' questions about the log"
        ),
        P.ACTIVITY_REVIEW: Words("Granska användaraktivitet", "Review user activity"),
        P.LOG_EXPORT: Words("Exportera ur loggen", "Export from the log"),
        P.REVIEW_SCAN: Words("Leta efter signaler i loggen", "Look for signals in the log"),
        P.REVIEW_ALARM_COUNT: Words(
            "Se hur många larm som är öppna", "See how many alarms are open"
        ),
        P.REVIEW_ESCALATION_READ: Words(
            "Se misstänkta intrång i regionen", "See suspected breaches in the region"
        ),
        P.REVIEW_RULES_EDIT: Words("Ändra granskningens regler", "Edit the rules of log review"),
        P.REVIEW_ANSWER: Words("Svara på frågor från granskare", "Answer questions from reviewers"),
        P.REGION_STATISTICS_READ: Words("Se regionens statistik", "See the region's statistics"),
        P.STATISTICS_COUNT: Words("Räkna regionens ärenden", "Count the region's cases"),
        P.UNIT_STATISTICS_READ: Words("Se mottagningens statistik", "See the unit's statistics"),
        P.SUPPORT_CONTACT: Words("Kontakta supporten", "Contact support"),
        P.CATCHMENT_EDIT: Words("Ändra betjäningsområdet", "Edit the catchment area"),
        P.REGION_SETTINGS_EDIT: Words("Ändra regionens inställningar", "Edit a region's settings"),
        P.RESIDENT_APPROVE: Words(
            "Godkänna invånare och lämna ut ärendetyper",
            "Approve residents and hand out case types",
        ),
        P.ROUTING_EDIT: Words("Ändra hur ärenden fördelas", "Edit how cases are assigned"),
        P.RED_FLAGS_EDIT: Words("Ändra egna larmord", "Edit own red flags"),
        P.RED_FLAGS_NATION_EDIT: Words("Ändra landets larmord", "Edit the nation's red flags"),
        P.TERMS_OF_USE_EDIT: Words("Ändra användarvillkoren", "Edit the terms of use"),
        P.RED_FLAGS_IMPORT: Words("Läsa in larmord", "Import red flags"),
        P.SETTINGS_READ: Words("Se inställningar och ändringar", "See settings and changes"),
        P.UNIT_ADD: Words("Lägga till enheter", "Add units"),
        P.UNIT_CLOSE: Words("Avveckla enheter", "Close units"),
        P.UNIT_EDIT: Words("Ändra mottagningens uppgifter", "Edit the unit's data"),
        P.UNIT_READ: Words("Se mottagningar", "See units"),
        P.UNIT_RECOMMEND: Words("Rekommendera mottagningar", "Recommend units"),
        P.UNIT_RENAME: Words("Byta namn på enheter", "Rename units"),
    }
)

#: Who gives a role; a resident's and a proxy's are given by nobody.
GIVEN_BY: Mapping[Role, Role] = MappingProxyType(
    {
        Role.CASE_RECEIVER: Role.UNIT_ADMIN,
        Role.RESPONDER: Role.UNIT_ADMIN,
        Role.UNIT_ADMIN: Role.UNIT_ADMIN,
        Role.REVIEWER: Role.UNIT_ADMIN,
        Role.REGION_ADMIN: Role.NATIONAL_OFFICE,
    }
)


def role_name(role: str, locale: str = "sv", generation: Generation = "present") -> str:
    """Return a role's name; English has one generation."""
    words = ROLE_WORDS[Role(role)]
    if locale == "en":
        return words.en
    return words.former if generation == "former" else words.sv


def permission_name(permission: str, locale: str = "sv") -> str:
    """Return a permission in a few words, as something one does."""
    words = PERMISSION_WORDS[Permission(permission)]
    return words.en if locale == "en" else words.sv


def roles_with(permission: str) -> tuple[Role, ...]:
    """Return the roles that hold the permission, in the order of the table; maybe none."""
    wanted = Permission(permission)
    return tuple(role for role, rule in ROLES.items() if wanted in rule.may)


def given_by(permission: str) -> tuple[Role, ...]:
    """Return the roles whose holders can give somebody the permission, the nearest first."""
    return tuple(dict.fromkeys(GIVEN_BY[r] for r in roles_with(permission) if r in GIVEN_BY))
