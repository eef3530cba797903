"""What an error page says, in plain words: what happened, and what to do next."""

from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vardpost.policy.words import given_by, permission_name, role_name


class ErrorText(NamedTuple):
    """Heading, explanation and next step of an error page."""

    title: str
    text: str
    advice: str = ""


def error_text(code: str, facts: dict[str, object]) -> ErrorText:
    """Return the words for an error code; an unknown code is told as our fault."""
    if code == "denied":
        return _denied(facts)
    texts = {
        "not_found": ErrorText(
            _("Sidan finns inte"),
            _("Sidan finns inte, eller så har du inte rätt att se den."),
            _("Kontrollera adressen eller gå till startsidan."),
        ),
        "sign_in": ErrorText(
            _("Du är utloggad"),
            _("Logga in igen, så fortsätter du där du var."),
        ),
        "wrong_state": ErrorText(
            _("Ärendet har ändrats"),
            _("Det du ville göra går inte längre, för ärendet har gått vidare."),
            _("Gå tillbaka till ärendet och se vad som har hänt."),
        ),
        "stale": ErrorText(
            _("Någon var före dig"),
            _("Ärendet ändrades medan du skrev. Läs det nya innan du skickar."),
            _("Din text finns kvar nedanför."),
        ),
        "bad_input": ErrorText(
            _("Något behöver rättas"),
            _("Vi kunde inte ta emot det du skickade."),
            _("Gå tillbaka, rätta och skicka igen."),
        ),
        "too_many": ErrorText(
            _("Vänta en stund"),
            _("Du har gjort det här många gånger på kort tid."),
            _("Försök igen om en timme. Brådskar det, ring mottagningen eller 1177."),
        ),
        "unavailable": ErrorText(
            _("Tjänsten svarar inte just nu"),
            _("Felet är hos oss. Det brukar gå över på någon minut."),
            _("Försök igen om en stund. Brådskar det, ring mottagningen eller 1177."),
        ),
        "csrf": ErrorText(
            _("Sidan hann bli för gammal"),
            _("Av säkerhetsskäl tog vi inte emot det du skickade."),
            _("Skicka igen, så går det."),
        ),
        "too_large": ErrorText(
            _("Det du skickade är för stort"),
            _("Vi kan inte ta emot så mycket text på en gång."),
            _("Gå tillbaka, korta texten och skicka igen."),
        ),
        "bad_request": ErrorText(
            _("Vi förstod inte det som skickades"),
            _("Något i adressen eller formuläret blev fel på vägen."),
            _("Gå tillbaka och försök igen."),
        ),
        "method": ErrorText(
            _("Så går det inte att öppna sidan"),
            _("Adressen finns, men den används på ett annat sätt."),
            _("Gå till startsidan och börja därifrån."),
        ),
    }
    return texts.get(code) or ErrorText(
        _("Något gick fel hos oss"),
        _("Det är inte ditt fel. Vi har fått veta vad som hände."),
        _("Försök igen om en stund. Brådskar det, ring mottagningen eller 1177."),
    )


def _denied(facts: dict[str, object]) -> ErrorText:
    """Name the missing permission, and who at the unit can give it."""
    locale = "en" if (get_language() or "sv").startswith("en") else "sv"
    key = str(facts.get("permission") or "")
    permission = permission_name(key, locale) if key else ""
    people = facts.get("givers")
    roles = [role_name(role, locale).lower() for role in given_by(key)] if key else []
    names = ", ".join(map(str, people)) if isinstance(people, list | tuple) else ", ".join(roles)
    text = (
        _("Du saknar behörigheten ”%(permission)s”.") % {"permission": permission}
        if permission
        else _("Du har inte behörighet att göra det här.")
    )
    advice = (
        _("Den kan du få av %(names)s.") % {"names": names}
        if names
        else _("En administratör på mottagningen kan ge dig den.")
    )
    return ErrorText(_("Du saknar behörighet"), text, advice)
