"""The words of a notice, compared with a copy written by hand: any change must be meant."""

import pytest

from vardpost.notices.models import TEMPLATES
from vardpost.notices.texts import LANGUAGES, words

FIRST = {
    ("waiting", "sv"): "Du har ett nytt meddelande från vården. Logga in för att läsa.",
    ("waiting", "en"): "You have a new message from care. Log in to read it.",
    ("new_case", "sv"): "Det finns något nytt att fördela. Logga in för att läsa.",
    ("new_case", "en"): "There is something new to assign. Log in to read it.",
    ("unassigned", "sv"): "Något har väntat en tid på att fördelas. Logga in för att läsa.",
    ("unassigned", "en"): "Something has waited a while to be assigned. Log in to read it.",
    ("digest", "sv"): "Det finns mer än en nyhet i ditt arbete. Logga in för att läsa.",
    ("digest", "en"): "There is more than one piece of news in your work. Log in to read it.",
    ("assigned", "sv"): "Du har fått något nytt att göra. Logga in för att läsa.",
    ("assigned", "en"): "You have been given something new to do. Log in to read it.",
    ("replied", "sv"): "Det har hänt något nytt i ditt arbete. Logga in för att läsa.",
    ("replied", "en"): "Something new has happened in your work. Log in to read it.",
    ("reminder", "sv"): "Något väntar på ett första svar. Logga in för att läsa.",
    ("reminder", "en"): "Something is waiting for a first answer. Log in to read it.",
    ("explain", "sv"): "Du har fått en fråga att svara på. Logga in för att läsa.",
    ("explain", "en"): "You have been asked a question. Log in to read it.",
    ("review", "sv"): "Något väntar på att du går igenom det. Logga in för att läsa.",
    ("review", "en"): "Something is waiting for you to go through it. Log in to read it.",
}
SUBJECT = {"sv": "Nytt att läsa i Vårdpost", "en": "Something new to read in Vårdpost"}
END = {
    "sv": "Det går inte att svara på det här mejlet. Vi skickar aldrig länkar och frågar aldrig "
    "efter koder.\nVill du inte ha sådana här mejl? Logga in och öppna Aviseringar.\n",
    "en": "You cannot reply to this e-mail. We never send links and never ask for codes.\n"
    "Do you not want these e-mails? Log in and open Notices.\n",
}


def test_every_template_has_its_words_in_both_languages() -> None:
    assert set(FIRST) == {
        (template, one) for template in (*TEMPLATES, "digest") for one in LANGUAGES
    }


@pytest.mark.parametrize(("template", "language"), FIRST)
def test_the_words(template: str, language: str) -> None:
    text = words(template, language)
    assert text.subject == SUBJECT[language]
    assert text.body == f"{FIRST[template, language]}\n\n{END[language]}"
    assert "http" not in text.body
    assert "{" not in text.body


def test_a_language_we_do_not_have_is_swedish() -> None:
    assert words("waiting", "fi") == words("waiting", "sv")
