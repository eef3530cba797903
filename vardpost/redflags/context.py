"""Whether a phrase is meant: not denied, not long ago, not somebody else's, not a question. Pure.

The rules lean one way. A sign that is missed may cost a life, one too many a telephone call: where
a sentence can be read both ways, the sign counts.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from vardpost.redflags.words import Words

Reason = Literal["", "denied", "past", "other", "hypothetical", "unless"]
Cue = Literal["past", "now", "hypothetical", "heredity", "relative", "happened"]

#: Ways of saying when, whose and whether, written as the phrases of a list are.
CUES: Mapping[Cue, tuple[str, ...]] = {
    "past": (
        "för ~3 år|månader|årtionden sedan|sen",
        "många|flera|några|två|tre|fyra|fem|tio|tjugo år sedan|sen",
        "förra|förrförra året|månaden|vintern|sommaren|våren|hösten",
        "i fjol|våras|somras|höstas|vintras",
        "som barn|liten|ung|tonåring",
        "i min|mitt barndom|ungdom|tonåren",
        "när jag var ~1 liten|barn|ung|tonåring|gravid|gammal",
        "hade|haft|fick tidigare|förut",
        "tidigare|förut haft|hade|fått",
        "har tidigare",
        "i|år|sommaren|hösten|våren|vintern|in 197*|198*|199*|200*|201*|202*",
        "efter|sedan min|mitt|hennes|hans stroke|hjärtinfarkt|propp|hjärnskakning|blodpropp",
        "years|months ago|back",
        "last year|month|summer|winter|spring|autumn|fall",
        "as a child|kid|teenager",
        "when i was ~2 young|child|kid|little|teenager|pregnant",
        "used to have|get",
        "previously had",
        "had ~4 before|previously",
        "history of",
        "after my|her|his stroke|surgery|concussion",
    ),
    "now": (
        "nu|idag|ikväll|inatt|igen|återigen|nyss|nyligen|fortfarande|plötsligt|akut",
        "i dag|kväll|natt|morse|går|förmiddags|eftermiddags",
        "senaste tiden|dagarna|dygnet|timmarna|timmen|veckan",
        "now|today|tonight|again|currently|suddenly|still",
        "this morning|evening|afternoon|week",
        "last night",
        "just started",
    ),
    "hypothetical": (
        "om jag|man|han|hon|hen|barnet|någon skulle? få|får|fick",
        "ifall|när jag|man|han|hon|hen skulle? få|får",
        "rädd|orolig|oroad|rädsla ~1 att|för ~1 få",
        "rädd|orolig|oroad|rädsla|oro|ångest för",
        "risk*|skydd*|vaccin* för|mot",
        "förebygg*|undvika|förhindra|minska",
        "information|broschyr|artikel|bok|läst|läste|film|program|föreläsning|kurs|utbildning om|i",
        "kontroll|återbesök|uppföljning|rehabilitering|rehab|intyg|besök efter|för|om",
        "tecken|symtom|symptom på",
        "hur vet man|jag om",
        "if|when i|you|she|he|someone|they should? get|develop|had|have",
        "afraid|scared|fear|fearful|worried|anxious of|about getting|having",
        "risk|risks of|for",
        "vaccin* against|for",
        "prevent*|avoid*|reduce",
        "information|leaflet|article|book|read|lecture|course|film about|on|in",
        "follow up|review|check after|for",
        "signs|symptoms of",
    ),
    "heredity": (
        "släkt*|ärftlig*|ärvt|arv|hereditary",
        "runs in ~1 family",
        "family history",
        "in my|our family",
    ),
    "relative": (
        "mamma|pappa|mor|far|mormor|morfar|farmor|farfar|mammas|pappas|moster|faster|farbror",
        "morbror|syster|bror|syskon|kusin|svärmor|svärfar|granne|grannen|kollega|kollegan",
        "vän|väninna|kompis|kompisen|bekant",
        "mother|father|mum|mom|dad|grandmother|grandfather|grandma|grandpa|aunt|uncle|sister",
        "brother|cousin|neighbour|neighbor|colleague|friend",
    ),
    "happened": (
        "hade|fick|dog|avled|haft|drabbades|insjuknade|tog|begick",
        "had|died|got|suffered|passed",
    ),
}

_NEGATES = frozenset(
    "inte ej icke ingen inget inga ingenting aldrig utan varken knappast förnekar nekar saknar "
    "slipper not no without denies deny denied never none neither nor don't dont doesn't doesnt "
    "didn't didnt haven't havent hasn't hasnt isn't isnt aren't arent wasn't wasnt".split()
)
#: A list after these goes on past an *and*: `utan feber och hosta`.
_NEGATES_LISTS = frozenset("utan varken förnekar nekar without denies deny denied".split())
_BUT = frozenset(
    "men fast dock däremot utom förutom istället but however although except though yet "
    "instead".split()
)
#: What ends the reach of a negation: a reason, a time, a new clause.
_ENDS = _BUT | frozenset(
    "för pga eftersom när medan därför därefter sedan så av trots efter tills because since due "
    "from with when while so then despite after until nu now".split()
)
_AND = frozenset("och samt plus and also dessutom".split())
_OR = frozenset("eller or heller nor".split())
_SUBJECTS = frozenset(
    "jag hon han hen det den vi man barnet i she he it we my mitt min he's she's i'm i've it's "
    "har hade fick får känner mår känns have has had am feel feels got is are".split()
)
#: `kan inte sova`: what is denied is the sleeping, not what comes after it.
_MODALS = frozenset(
    "kan kunde orkar orkade vågar hinner vill ville går gick slutar slutade vet visste förstår "
    "fattar hjälper hjälpte lyckas lyckades sover sov äter åt släpper släppte törs klarar "
    "klarade fungerar svarar försvinner could".split()
)
_PRONOUNS = frozenset("jag hon han hen det den man vi barnet smärtan i she he it".split())
#: `inte bara`, `not well`: the word after takes the negation for itself.
_TAKES = frozenset(
    "bara enbart bra väl bättre okej ok säker annat klokt ätit sovit druckit riktigt "
    "only just well good better okay sure know understand want wish sleeping eating "
    "improving able going getting stopping stopped slept eaten help helping working kan kunde "
    "orkar vet förstår vill går släpper slutar slutat hjälpt hjälper tvekan tvivel doubt idea "
    "men fler".split()
)
#: `aldrig haft så ont`: a comparison, which says that it hurts.
_COMPARES = frozenset(
    "så sådan sådana sådant sånt sån liknande värre such so this like worse as".split()
)
_HAVE = frozenset("har hade haft känner känns finns är var is was are".split())
_AFTER_NOT = frozenset(
    "haft längre alls heller något någon eller men och idag nu or and but".split()
)

#: Most words between a negation and what it denies: alone, and in a list with *eller*.
_REACH, _LIST_REACH = 6, 16
_HYPOTHESIS_REACH = 6


class Context:
    """One text with its cues, asked about each phrase that was found in it."""

    def __init__(self, words: Words, cues: Mapping[Cue, Sequence[tuple[int, int]]]) -> None:
        """Keep the text, and where each kind of cue stands: (first word, last word)."""
        self._words = words
        self._cues = cues

    def reason(self, first: int, last: int) -> Reason:
        """Return why the phrase does not count; empty when it does."""
        if self._denied_before(first) or self._denied_after(last):
            return "denied"
        if self._hypothetical(first):
            return "hypothetical"
        begin, end = self._clause(first, last)
        if self._in("now", begin, end):
            return ""
        if self._in("past", begin, end):
            return "past"
        if self._in("heredity", begin, end) or (
            self._in("relative", begin, first) and self._in("happened", begin, end)
        ):
            return "other"
        return ""

    def _in(self, cue: Cue, begin: int, end: int) -> bool:
        return any(begin <= at < end for at, _ in self._cues.get(cue, ()))

    def _hypothetical(self, first: int) -> bool:
        words, sentence = self._words.words, self._words.sentence
        for begin, end in self._cues.get("hypothetical", ()):
            near = begin < first and first - end <= _HYPOTHESIS_REACH
            if near and sentence[begin] == sentence[first]:
                between = words[end + 1 : first]
                # `orolig för min smärta`, `rädd för att jag har`: it is there.
                if not {*between} & (_SUBJECTS | _BUT):
                    return True
        return False

    def _clause(self, first: int, last: int) -> tuple[int, int]:
        """Return where the clause around the phrase begins and ends."""
        begin, end = first, last + 1
        while begin > 0 and not self._breaks(begin, first):
            begin -= 1
        while end < len(self._words) and not self._breaks(end, first):
            end += 1
        return begin, end

    def _breaks(self, at: int, home: int) -> bool:
        """Whether a new clause begins with this word."""
        words, sentence = self._words.words, self._words.sentence
        if sentence[at] != sentence[at - 1]:
            return True
        if words[at] in _BUT:
            return True
        new = at + 1 < len(words) and words[at + 1] in _SUBJECTS
        return words[at] in _AND and new

    def _denied_before(self, first: int) -> bool:
        sentence = self._words.sentence
        for at in range(first - 1, max(first - 1 - _LIST_REACH, -1), -1):
            if sentence[at] != sentence[first]:
                return False
            word = self._words.words[at]
            if word in _NEGATES and self._negates(at, first):
                return self._reaches(at, first)
            if word == "utan":  # `inte i magen utan i bröstet`: what comes now is meant
                return False
        return False

    def _negates(self, at: int, first: int) -> bool:
        """Whether the word denies at all: `inte bara`, `vet inte`, `aldrig så` do not."""
        words = self._words.words
        word, following = words[at], words[at + 1 : at + 5]
        if following and following[0] in _TAKES:
            return False
        if word in {"aldrig", "never"} and {*words[at + 1 : first + 1]} & _COMPARES:
            return False
        if word in {"inte", "ej", "not"}:
            before = words[max(at - 2, 0) : at]
            if before and before[-1] in _PRONOUNS:
                before = before[:-1]
            if before and before[-1] in _MODALS:
                return False
        if word == "utan":
            return not {*words[max(at - 8, 0) : at]} & {"inte", "ej", "ingen", "inget", "inga"}
        return True

    def _reaches(self, at: int, first: int) -> bool:
        """Whether nothing between the negation and the phrase ends its reach."""
        words, comma, sentence = self._words.words, self._words.comma, self._words.sentence
        end = first
        while end < len(words) and sentence[end] == sentence[first]:
            if words[end] in _BUT or words[end] in _SUBJECTS:
                break
            end += 1
        between = words[at + 1 : first]
        listed = bool({*words[at + 1 : end]} & _OR)
        if len(between) > (_LIST_REACH if listed else _REACH):
            return False
        over_and = words[at] in _NEGATES_LISTS
        for place in range(at + 1, first + 1):
            if comma[place] and not listed:
                return False
            if place == first:
                break
            word = words[place]
            if word in _ENDS or (word in _AND and not (over_and or listed)):
                return False
            if (comma[place] or word in _AND) and words[place + (word in _AND)] in _SUBJECTS:
                return False
        return True

    def _denied_after(self, last: int) -> bool:
        """Whether the denial comes after: `bröstsmärta: nej`, `feber har jag inte`."""
        words, sentence = self._words.words, self._words.sentence
        after = last + 1
        if after >= len(words):
            return False
        between = self._words.text[self._words.spans[last][1] : self._words.spans[after][0]]
        if words[after] in {"nej", "no", "none", "nope", "negativt"}:
            return "." not in between and "\n" not in between and "," not in between
        if sentence[after] != sentence[last] or words[after] not in _HAVE:
            return False
        for at in range(after + 1, min(after + 3, len(words))):
            if sentence[at] != sentence[last]:
                return False
            if words[at] in {"inte", "ej", "not", "aldrig", "never"}:
                ends = at + 1 >= len(words) or sentence[at + 1] != sentence[at]
                return ends or self._words.comma[at + 1] or words[at + 1] in _AFTER_NOT
        return False


#: Words that the space between the words of a phrase never steps over.
STOPS = _NEGATES | _BUT
