"""One scene: what a resident writes, what the unit asks and answers, how it may end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

#: Words that a text may hold, filled in when the case is made: {barnet}, {jag}, {handläggare},
#: {titel}, {mottagningen}, {telefon}.
Text = str


@dataclass(frozen=True, slots=True)
class Scene:
    """A matter, told in both directions.

    `fields` are the form's answers: a tuple stands for alternatives, `@5` for the day five days
    after sending. `final` is (outcome of the answer form, text).
    """

    fields: Mapping[str, Any]
    final: tuple[tuple[str, Text], ...]
    partial: tuple[Text, ...] = ()
    ask: tuple[tuple[Text, Text], ...] = ()
    follow: tuple[Text, ...] = ()
    kinds: tuple[str, ...] = ("primary_care",)
    #: Whom it is about: adult, child (a guardian writes), young (13-17, writes alone).
    who: tuple[str, ...] = ("adult",)
    english: bool = False

    def fits(self, kind: str, who: str) -> bool:
        """Whether this could happen at such a unit to such a person."""
        return kind in self.kinds and who in self.who

    def one_story(self, number: int) -> "Scene":
        """Return the scene with one of its stories: alternatives as many as its answers go together.

        The third question has the third answer, and the third subject when there are three.
        """
        at = number % len(self.final)
        told = {
            key: value[at] if isinstance(value, tuple) and len(value) == len(self.final) else value
            for key, value in self.fields.items()
        }
        return replace(self, fields=told, final=(self.final[at],))


#: What a unit may write to anybody before it has an answer.
PARTIALS: tuple[Text, ...] = (
    "Hej! Vi har tagit emot ditt ärende och återkommer när vi har hunnit läsa det ordentligt, senast inom ett par dagar.",
    "Hej {jag}! Tack för ditt ärende. Det är lite kö just nu, men du får svar i veckan.",
    "Hej! Vi behöver titta i journalen innan vi kan svara. Vi hör av oss igen.",
    "Ditt ärende är läst. Jag har frågat min kollega och återkommer så fort jag vet mer.",
    "Hej! Jag har bett en kollega läsa det här. Blir du sämre under tiden, ring oss på {telefon} eller 1177.",
    "Vi har fått ditt meddelande. Den som känner till din behandling är tillbaka i övermorgon och svarar dig då.",
)
#: What a unit may ask about anything, and what it hears.
ASKS: tuple[tuple[Text, Text], ...] = (
    (
        "Hej! Kan du berätta lite mer? Är det något som gör det bättre eller sämre?",
        "Det varierar. Bäst på morgonen och sämre framåt kvällen.",
    ),
    (
        "Hej {jag}! Har du sökt för samma sak tidigare, hos oss eller någon annanstans?",
        "Ja, för ungefär ett år sedan hos er. Minns inte vem jag träffade.",
    ),
    (
        "Hej! Vilket telefonnummer når vi dig bäst på, och när?",
        "Samma som jag skrev. Efter klockan 15 går bäst.",
    ),
)
ASKS_IN_ENGLISH: tuple[tuple[Text, Text], ...] = (
    (
        "Hello! Could you tell us a little more? Is there anything that makes it better or worse?",
        "It varies. Best in the morning, worse in the evening.",
    ),
)
PARTIALS_IN_ENGLISH: tuple[Text, ...] = (
    "Hello! We have read your case and will answer when the doctor has looked at it, within a couple of days.",
)
FOLLOWS_IN_ENGLISH: tuple[Text, ...] = (
    "Thank you for the answer! Does it apply at the weekend too, or should I wait until Monday?",
)
#: What a resident may write after the answer.
FOLLOWS: tuple[Text, ...] = (
    "Tack för svaret! En sak till: gäller det även i helgen, eller ska jag vänta till måndag?",
    "Tack så mycket. Jag glömde fråga om jag behöver ta något prov innan?",
    "Hej igen. Det har inte blivit bättre sedan ni skrev, tvärtom. Vad gör jag nu?",
    "Tack! Jag hittar inte det ni skriver om när jag loggar in. Kan ni titta igen?",
)
#: What the unit may write when a case ends without an answer, by reason.
CLOSINGS: Mapping[str, tuple[Text, ...]] = {
    "phone": (
        "Vi pratades vid på telefon i dag och kom överens om hur du gör. Hör av dig igen om det inte blir bättre.",
        "Hej! Jag ringde dig i förmiddags och du fick svar på din fråga då. Jag avslutar därför ärendet.",
    ),
    "visit": (
        "Du var här i dag och fick hjälp av distriktssköterskan, så vi avslutar ärendet. Krya på dig!",
        "Vi sågs på mottagningen och gick igenom det du skrev. Därför avslutas ärendet.",
    ),
    "wrong_unit": (
        "Det du skriver om sköts av en annan mottagning. Vänd dig till den mottagning som skrev remissen, så kan de svara.",
        "Hej! Det här kan vi tyvärr inte svara på, eftersom du går hos en annan mottagning för det. Skriv till dem i stället.",
    ),
    "duplicate": (
        "Du har skickat samma fråga två gånger. Vi svarar i det andra ärendet och avslutar det här.",
        "Hej! Det här finns redan i ditt förra ärende. Du får svar där.",
    ),
    "no_reply": (
        "Vi har inte fått svar på vår fråga och avslutar därför ärendet. Skriv gärna igen om du fortfarande behöver hjälp.",
        "Hej! Eftersom vi inte har hört något avslutar vi ärendet. Du är välkommen att höra av dig på nytt.",
    ),
    "other": (
        "Du har redan fått svar på det här på ett annat sätt, så det finns inget mer för oss att göra. Hör av dig om det är fel.",
        "Du har redan fått en tid med brev i samma fråga. Därför avslutar vi ärendet.",
    ),
}  # fmt: skip
