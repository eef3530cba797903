"""Applications and administrators in the page's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.offices.states import Event, State

#: state → (words, colour of the design system)
STATE_WORDS = {
    State.SUBMITTED: (later("Inskickad"), "info"),
    State.UNDER_REVIEW: (later("Handläggs"), "info"),
    State.NEEDS_INFO: (later("Behöver kompletteras"), "warning"),
    State.APPROVED: (later("Godkänd, väntar på personen"), "accent"),
    State.REJECTED: (later("Avslagen"), "neutral"),
    State.ACTIVE: (later("Har börjat"), "success"),
}
#: event → what happened, for the history
EVENT_WORDS = {
    Event.SUBMIT: later("Ansökan skickades in"),
    Event.ORDER: later("Ansökan öppnades på skriftlig beställning"),
    Event.TAKE: later("Ansökan togs om hand"),
    Event.ASK: later("Komplettering begärdes"),
    Event.ANSWER: later("Ansökan kompletterades"),
    Event.RECOMMEND: later("Bedömningen skrevs"),
    Event.APPROVE: later("Ansökan godkändes"),
    Event.REJECT: later("Ansökan avslogs"),
    Event.REVOKE: later("Godkännandet togs tillbaka"),
    Event.ACCEPT: later("Rollvillkoren godkändes och rollen började"),
}
#: event → (heading of its form, what the field is called, words of the button, what it means)
FORM_WORDS = {
    Event.TAKE: (
        later("Ta hand om ansökan"),
        "",
        later("Ta hand om"),
        later("Du bedömer ansökan, och en annan person beslutar."),
    ),
    Event.ASK: (
        later("Begär komplettering"),
        later("Vad behöver ni veta?"),
        later("Skicka frågan"),
        later("Ansökan går tillbaka till den som sökte. Allt som är skrivet finns kvar."),
    ),
    Event.RECOMMEND: (
        later("Skriv din bedömning"),
        later("Bedömning"),
        later("Spara bedömningen"),
        later("Den som beslutar läser den. Du kan inte själv besluta."),
    ),
    Event.APPROVE: (
        later("Godkänn"),
        later("Kommentar"),
        later("Godkänn ansökan"),
        later("Rollen börjar när personen har godkänt villkoren, tidigast på startdagen."),
    ),
    Event.REJECT: (
        later("Avslå"),
        later("Varför?"),
        later("Avslå ansökan"),
        later("Den som sökte läser varför, och kan söka igen."),
    ),
    Event.REVOKE: (
        later("Ta tillbaka godkännandet"),
        later("Varför?"),
        later("Ta tillbaka"),
        later("Personen kan då inte börja. Det behövs en ny ansökan."),
    ),
}


def state_name(state: State) -> str:
    """Return a state in words."""
    return _(STATE_WORDS[state][0])


def event_name(event: Event) -> str:
    """Return what happened in words."""
    return _(EVENT_WORDS[event])


#: Why a unit's administrator cannot be reached.
TROUBLE_WORDS = {
    "asleep": later("Inaktivt konto"),
    "no_address": later("Ingen e-postadress"),
    "bounced": later("Senaste mejlet kom inte fram"),
    "away": later("Har inte loggat in på 30 dagar"),
}


def trouble_name(trouble: str) -> str:
    """Return in words why somebody cannot be reached."""
    return _(TROUBLE_WORDS[trouble])
