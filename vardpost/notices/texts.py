"""The words of every notice: fixed, neutral, the same for everybody (HSLF-FS 2016:40, 3 kap. 15 §).

Ordinary e-mail is open to read on its way. So a notice says that something waits and nothing else:
no name, unit, kind of matter, content or link; a test compares them with a written-down copy.
"""

from typing import NamedTuple

LANGUAGES = ("sv", "en")


class Words(NamedTuple):
    """Subject and text of one e-mail."""

    subject: str
    body: str


_SUBJECT = {"sv": "Nytt att läsa i Vårdpost", "en": "Something new to read in Vårdpost"}

#: template → language → the one sentence that differs.
_SENTENCES: dict[str, dict[str, str]] = {
    "waiting": {
        "sv": "Du har ett nytt meddelande från vården. Logga in för att läsa.",
        "en": "You have a new message from care. Log in to read it.",
    },
    "new_case": {
        "sv": "Det finns något nytt att fördela. Logga in för att läsa.",
        "en": "There is something new to assign. Log in to read it.",
    },
    "unassigned": {
        "sv": "Något har väntat en tid på att fördelas. Logga in för att läsa.",
        "en": "Something has waited a while to be assigned. Log in to read it.",
    },
    "digest": {
        "sv": "Det finns mer än en nyhet i ditt arbete. Logga in för att läsa.",
        "en": "There is more than one piece of news in your work. Log in to read it.",
    },
    "assigned": {
        "sv": "Du har fått något nytt att göra. Logga in för att läsa.",
        "en": "You have been given something new to do. Log in to read it.",
    },
    "replied": {
        "sv": "Det har hänt något nytt i ditt arbete. Logga in för att läsa.",
        "en": "Something new has happened in your work. Log in to read it.",
    },
    "reminder": {
        "sv": "Något väntar på ett första svar. Logga in för att läsa.",
        "en": "Something is waiting for a first answer. Log in to read it.",
    },
    "explain": {
        "sv": "Du har fått en fråga att svara på. Logga in för att läsa.",
        "en": "You have been asked a question. Log in to read it.",
    },
    "review": {
        "sv": "Något väntar på att du går igenom det. Logga in för att läsa.",
        "en": "Something is waiting for you to go through it. Log in to read it.",
    },
}

_REST = {
    "sv": (
        "Det går inte att svara på det här mejlet. Vi skickar aldrig länkar och frågar aldrig "
        "efter koder.\nVill du inte ha sådana här mejl? Logga in och öppna Aviseringar."
    ),
    "en": (
        "You cannot reply to this e-mail. We never send links and never ask for codes.\n"
        "Do you not want these e-mails? Log in and open Notices."
    ),
}


def words(template: str, language: str) -> Words:
    """Return subject and text of a template in a language; Swedish when we do not have it."""
    chosen = language if language in LANGUAGES else "sv"
    return Words(_SUBJECT[chosen], f"{_SENTENCES[template][chosen]}\n\n{_REST[chosen]}\n")
