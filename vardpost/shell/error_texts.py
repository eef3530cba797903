"""What an error page says, in plain words: what happened, and what to do next."""

from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.policy.words import given_by, permission_name, role_name


class ErrorText(NamedTuple):
    """Heading, explanation and next step of an error page."""

    title: str
    text: str
    advice: str = ""


_TEXTS: dict[str, ErrorText] = {
    "not_found": ErrorText(
        later("Sidan finns inte"),
        later("Sidan finns inte, eller så har du inte rätt att se den."),
        later("Kontrollera adressen eller gå till startsidan."),
    ),
    "sign_in": ErrorText(
        later("Du är utloggad"),
        later("Logga in igen, så fortsätter du där du var."),
    ),
    "terms_first": ErrorText(
        later("Läs användarvillkoren först"),
        later("Nya användarvillkor gäller, och du behöver godkänna dem innan du fortsätter."),
        later("Det du skrev är inte sparat än. Godkänn i den nya fliken och skicka sedan igen."),
    ),
    "wrong_state": ErrorText(
        later("Det går inte längre"),
        later("Något har hänt sedan sidan visades, så det du ville göra går inte att göra nu."),
        later("Gå tillbaka, läs in sidan igen och se vad som har hänt."),
    ),
    "stale": ErrorText(
        later("Någon var före dig"),
        later("Ärendet ändrades medan du skrev. Läs det nya innan du skickar."),
        later("Din text finns kvar nedanför."),
    ),
    "bad_input": ErrorText(
        later("Något behöver rättas"),
        later("Vi kunde inte ta emot det du skickade."),
        later("Gå tillbaka, rätta och skicka igen."),
    ),
    "gone": ErrorText(
        later("Filen finns inte längre"),
        later("En fil går att hämta en gång, inom ett dygn. Den är redan hämtad eller borttagen."),
        later("Gå tillbaka och beställ en ny."),
    ),
    "too_many": ErrorText(
        later("Vänta en stund"),
        later("Du har gjort det här många gånger på kort tid."),
        later("Försök igen om en timme. Brådskar det, ring mottagningen eller 1177."),
    ),
    "unavailable": ErrorText(
        later("Tjänsten svarar inte just nu"),
        later("Felet är hos oss. Det brukar gå över på någon minut."),
        later("Försök igen om en stund. Brådskar det, ring mottagningen eller 1177."),
    ),
    "csrf": ErrorText(
        later("Sidan hann bli för gammal"),
        later("Av säkerhetsskäl tog vi inte emot det du skickade."),
        later("Skicka igen, så går det."),
    ),
    "too_large": ErrorText(
        later("Det du skickade är för stort"),
        later("Vi kan inte ta emot så mycket text på en gång."),
        later("Gå tillbaka, korta texten och skicka igen."),
    ),
    "bad_request": ErrorText(
        later("Vi förstod inte det som skickades"),
        later("Något i adressen eller formuläret blev fel på vägen."),
        later("Gå tillbaka och försök igen."),
    ),
    "method": ErrorText(
        later("Så går det inte att öppna sidan"),
        later("Adressen finns, men den används på ett annat sätt."),
        later("Gå till startsidan och börja därifrån."),
    ),
}
_UNEXPECTED = ErrorText(
    later("Något gick fel hos oss"),
    later("Det är inte ditt fel. Vi har fått veta vad som hände."),
    later("Försök igen om en stund. Brådskar det, ring mottagningen eller 1177."),
)


def error_text(code: str, facts: dict[str, object]) -> ErrorText:
    """Return the words for an error code; an unknown code is told as our fault."""
    if code == "denied":
        return _denied(facts)
    words = _TEXTS.get(code, _UNEXPECTED)
    return ErrorText(*(_(part) if part else "" for part in words))


def _denied(facts: dict[str, object]) -> ErrorText:
    """Name the missing permission, and who at the unit can give it."""
    locale = "en" if (get_language() or "sv").startswith("en") else "sv"
    key = str(facts.get("permission") or "")
    permission = permission_name(key, locale) if key else ""
    text = (
        _("Du saknar behörigheten ”%(permission)s”.") % {"permission": permission}
        if permission
        else _("Du har inte behörighet att göra det här.")
    )
    return ErrorText(_("Du saknar behörighet"), text, _givers(key, facts.get("givers"), locale))


def _givers(permission: str, people: object, locale: str) -> str:
    """Say who can give the permission: people by name when they are known, else the role."""
    either = _(" eller ")
    if isinstance(people, list | tuple) and people:
        *others, last = map(str, people)
        names = f"{', '.join(others)}{either}{last}" if others else last
        return _("%(names)s kan ge dig den.") % {"names": names}
    roles = [role_name(role, locale).lower() for role in given_by(permission)] if permission else []
    if not roles:
        return _("En administratör på mottagningen kan ge dig den.")
    return _("Den kan du få av en %(roles)s.") % {"roles": either.join(roles)}
