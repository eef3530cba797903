"""Orders in words. Pure but for the language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

#: What an order does.
HOW = {
    "offer": later("Föreslå"),
    "active": later("Slå på"),
    "withdraw": later("Dra tillbaka"),
}
#: What comes of it at a unit, by the state of its line.
STATES = {
    "waiting": later("Väntar"),
    "done": later("Klart"),
    "same": later("Var redan så"),
    "refused": later("Gick inte"),
    #: Of a proposal that was made: what the unit has answered.
    "asked": later("Väntar på svar"),
    "taken": later("Har slagit på den"),
    "declined": later("Har avböjt"),
}
#: Why it cannot be done at a unit.
WHY = {
    "closed": later("Mottagningen är inte öppen i Vårdpost."),
    "outbound": later("Den skickas av personal och erbjuds inte invånare."),
    "patient_board": later("Regionen har inte angett någon patientnämnd."),
    "unpublished": later("Ingenting är publicerat än."),
}
#: What would come of it, before it is ordered (`queries/chosen.py`).
PLANNED = {
    "new": later("Får den"),
    "asleep": later("Har stängt av den själv"),
    "declined": later("Har avböjt ett förslag"),
    "same": later("Ingenting ändras"),
    "ends": later("Slutar erbjuda den"),
    "taken": later("Förslaget tas tillbaka"),
}

#: What came of an office's own text when words were changed.
OWN = {
    "published": later("Publicerad"),
    "drafted": later("Utkast, publicera den själv"),
    "refused": later("Gick inte. Öppna texten och ändra den"),
}
#: What a unit has answered to words that were proposed.
ANSWERS = {
    "waiting": later("Väntar på svar"),
    "taken": later("Ligger i mottagningens utkast"),
    "declined": later("Har avböjt"),
    "withdrawn": later("Förslaget är tillbakataget"),
}


def own(word: str) -> str:
    """Return what came of an office's own text."""
    return _(OWN[word])


def answer(word: str) -> str:
    """Return what a unit has answered."""
    return _(ANSWERS[word])


def how(word: str) -> str:
    """Return what an order does."""
    return _(HOW[word])


def state(word: str, why: str = "") -> str:
    """Return what came of an order at a unit, with why not."""
    told = _(STATES[word])
    return f"{told}. {_(WHY[why])}" if why in WHY else told


def planned(word: str) -> str:
    """Return what would come of an order at a unit."""
    return _(PLANNED[word])
