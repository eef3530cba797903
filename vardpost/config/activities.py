"""What is done with personal data, and why: the activities of the record of processing.

`personal_data/` says of each table which of them it serves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Said(NamedTuple):
    """The same in Swedish and in English."""

    sv: str
    en: str


class Category(StrEnum):
    """Kinds of personal data."""

    IDENTITY = "identity"
    CONTACT = "contact"
    PROTECTED = "protected"
    FAMILY = "family"
    HEALTH = "health"
    CARE = "care"
    WORK = "work"
    ACTS = "acts"
    TRACES = "traces"
    CHOICES = "choices"


CATEGORIES: Mapping[Category, Said] = {
    Category.IDENTITY: Said(
        "Identitet: personnummer eller samordningsnummer, namn, födelsedatum, kön, tjänstens id",
        "Identity: personal or coordination number, name, birth date, sex, the service's id",
    ),
    Category.CONTACT: Said(
        "Kontaktuppgifter: adress, telefon, e-post", "Contact details: address, phone, e-mail"
    ),
    Category.PROTECTED: Said("Skyddade personuppgifter", "Protected identity"),
    Category.FAMILY: Said("Vårdnadshavare och barn", "Guardians and children"),
    Category.HEALTH: Said(
        "Hälsa: vad som skrivs i ärenden, svar i formulär, röda flaggor (art. 9)",
        "Health: what is written in cases, answers in forms, red flags (art. 9)",
    ),
    Category.CARE: Said(
        "Att någon har kontakt med en mottagning, och i vilket slags ärende (art. 9)",
        "That somebody is in contact with a unit, and in which kind of case (art. 9)",
    ),
    Category.WORK: Said(
        "Anställning: HSA-id, titel, mottagning, roll, behörighet",
        "Employment: HSA-id, title, unit, role, permissions",
    ),
    Category.ACTS: Said(
        "Vad någon gjorde i tjänsten, när och varför",
        "What somebody did in the service, when and why",
    ),
    Category.TRACES: Said(
        "Tekniska spår: session, nätadress, inloggningssätt",
        "Technical traces: session, network address, way of signing in",
    ),
    Category.CHOICES: Said("Egna val: aviseringar, språk", "Own choices: notices, language"),
}


class Subject(StrEnum):
    """Whom the data is about."""

    RESIDENT = "resident"
    GUARDIAN = "guardian"
    STAFF = "staff"
    CONTACT = "contact"


SUBJECTS: Mapping[Subject, Said] = {
    Subject.RESIDENT: Said("Invånare, även barn", "Residents, children too"),
    Subject.GUARDIAN: Said("Vårdnadshavare", "Guardians"),
    Subject.STAFF: Said("Personal", "Staff"),
    Subject.CONTACT: Said("Regionens kontaktperson", "The region's contact person"),
}


@dataclass(frozen=True, slots=True)
class Activity:
    """What is done with data, why, by which right, for whom, and for how long."""

    name: Said
    purpose: Said
    basis: Said
    recipients: Said
    kept: Said


_CARE_BASIS = Said(
    "GDPR art. 6.1 c och e, art. 9.2 h och 9.3; patientdatalagen 2 kap. 4 §",
    "GDPR art. 6.1 c and e, art. 9.2 h and 9.3; Patient Data Act 2:4",
)
_LOG_BASIS = Said(
    "GDPR art. 6.1 c, art. 9.2 h; patientdatalagen 4 kap. 3 och 5 §§; HSLF-FS 2016:40 4 kap. 9 §",
    "GDPR art. 6.1 c, art. 9.2 h; Patient Data Act 4:3 and 4:5; HSLF-FS 2016:40 4:9",
)
_ACCESS_BASIS = Said(
    "GDPR art. 6.1 c och e; patientdatalagen 4 kap. 2 §; HSLF-FS 2016:40 4 kap.",
    "GDPR art. 6.1 c and e; Patient Data Act 4:2; HSLF-FS 2016:40 chapter 4",
)
_UNTIL_ARCHIVED = Said(
    "Tjänsten gallrar inte ärenden av sig själv. Vårdgivarens gallringsbeslut gäller; ett ärende "
    "som är journalhandling sparas minst tio år (patientdatalagen 3 kap. 17 §)",
    "The service disposes of no cases by itself. The care provider's decision rules; a case that "
    "is part of the medical record is kept ten years at least (Patient Data Act 3:17)",
)

ACTIVITIES: Mapping[str, Activity] = {
    "cases": Activity(
        Said("Ärenden mellan invånare och mottagning", "Cases between residents and units"),
        Said(
            "Ge vård och rådgivning, besvara och dokumentera invånarens kontakt",
            "Giving care and advice, answering and documenting a resident's contact",
        ),
        _CARE_BASIS,
        Said(
            "Mottagningens personal efter behörighet; invånaren och barnets vårdnadshavare",
            "The unit's staff by permission; the resident and a child's guardians",
        ),
        _UNTIL_ARCHIVED,
    ),
    "drafts": Activity(
        Said("Utkast som inte har skickats", "Drafts that have not been sent"),
        Said("Låta den som skriver fortsätta senare", "Letting whoever writes go on later"),
        _CARE_BASIS,
        Said("Bara den som skriver", "Only whoever writes"),
        Said(
            "Tills utkastet skickas eller tas bort av den som skrev det",
            "Until the draft is sent, or deleted by whoever wrote it",
        ),
    ),
    "persons": Activity(
        Said("Invånare och vårdnadshavare", "Residents and guardians"),
        Said(
            "Veta vem ett ärende rör och vem som får företräda ett barn",
            "Knowing whom a case is about, and who may act for a child",
        ),
        _CARE_BASIS,
        Said(
            "Mottagningens personal i ärenden; administratörer som söker på personnummer",
            "The unit's staff in cases; administrators who search by personal number",
        ),
        Said(
            "Så länge personen har ärenden eller loggade händelser i tjänsten",
            "As long as the person has cases or logged events in the service",
        ),
    ),
    "staff": Activity(
        Said("Personal, behörigheter och inloggning", "Staff, permissions and signing in"),
        Said(
            "Ge rätt person rätt behörighet, och ta bort den i tid",
            "Giving the right person the right permissions, and ending them in time",
        ),
        _ACCESS_BASIS,
        Said(
            "Mottagningens och regionens administratörer; kollegor ser namn och titel",
            "Administrators of the unit and the region; colleagues see name and title",
        ),
        Said(
            "Så länge loggen sparas, så att den kan förstås; behörigheten själv upphör direkt",
            "As long as the log is kept, so that it can be understood; permissions end at once",
        ),
    ),
    "offers": Activity(
        Said("Ärendetyper för utvalda invånare", "Case types for selected residents"),
        Said(
            "Låta en mottagning ge enskilda invånare en ärendetyp eller godkänna dem",
            "Letting a unit hand a case type to single residents, or approve them",
        ),
        _CARE_BASIS,
        Said("Mottagningens administratörer; invånaren", "The unit's administrators; the resident"),
        Said(
            "Till sista dagen eller tills den tas tillbaka, och därefter som historik",
            "Until its last day or until it is taken back, and then as history",
        ),
    ),
    "notices": Activity(
        Said("Aviseringar med e-post", "Notices by e-mail"),
        Said(
            "Tala om att något har hänt, utan att säga vad eller om vem",
            "Telling that something has happened, without saying what or about whom",
        ),
        _CARE_BASIS,
        Said(
            "Den som aviseras; e-postleverantören får adressen och en neutral text",
            "Whoever is told; the mail provider gets the address and a neutral text",
        ),
        Said(
            "Raden om att en avisering skickades har inget innehåll och gallras inte av tjänsten",
            "The row that a notice was sent has no content, and is not disposed of by the service",
        ),
    ),
    "settings": Activity(
        Said("Inställningar, formulär och texter", "Settings, forms and texts"),
        Said(
            "Visa vem som ändrade vad, och kunna ändra tillbaka",
            "Showing who changed what, and being able to change it back",
        ),
        Said(
            "GDPR art. 6.1 e (uppgift av allmänt intresse)",
            "GDPR art. 6.1 e (task in the public interest)",
        ),
        Said("Administratörer", "Administrators"),
        Said("Som historik, utan gräns", "As history, without a limit"),
    ),
    "log": Activity(
        Said("Logg över all åtkomst, och granskning av den", "Log of all access, and its review"),
        Said(
            "Kontrollera att ingen tar del av uppgifter utan skäl, och svara invånaren",
            "Checking that nobody looks without a reason, and answering the resident",
        ),
        _LOG_BASIS,
        Said(
            "Mottagningens granskare; invånaren ser loggen om sig själv; en myndighet på begäran",
            "The unit's reviewers; residents see the log about themselves; an authority on request",
        ),
        Said(
            "{years} år (AUDIT_YEARS), aldrig kortare än fem; därefter kan en månad tas ut",
            "{years} years (AUDIT_YEARS), never less than five; then a month can be taken out",
        ),
    ),
    "demo": Activity(
        Said("Demo med påhittade personer", "Demo with made-up people"),
        Said("Visa tjänsten; finns inte i drift", "Showing the service; not there in production"),
        Said("Inga riktiga personer", "No real persons"),
        Said("Den som kör demon", "Whoever runs the demo"),
        Said("Tills demons databas tas bort", "Until the demo's database is removed"),
    ),
}
