"""What the checker can say of a form: each finding with its place and a sentence in two languages.

An error keeps a form from being published; a warning is worth a look and keeps nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: `place` is the path in the definition, `code` the name of the rule."""

    place: str
    code: str
    severity: Severity
    sv: str
    en: str

    def of(self, lang: str) -> str:
        """Return the sentence in `lang`."""
        return self.en if lang == "en" else self.sv

    def __str__(self) -> str:
        """Return the finding on one line, as commands show it."""
        return f"{self.place}: {self.en}"


def found(place: str, code: str, **facts: str | int | tuple[str, str]) -> Finding:
    """Return the finding of a rule at a place.

    `facts` fill the gaps of its sentence; a pair is a word in Swedish and in English.
    """
    severity: Severity = "warning" if code in WARNINGS else "error"
    sv, en = (WARNINGS if code in WARNINGS else ERRORS)[code]
    for name, value in facts.items():
        swedish, english = value if isinstance(value, tuple) else (str(value), str(value))
        sv, en = sv.replace(f"{{{name}}}", swedish), en.replace(f"{{{name}}}", english)
    return Finding(place, code, severity, sv, en)


#: The rules that keep a form from being published, by code.
ERRORS: Mapping[str, tuple[str, str]] = {
    "json": (
        "Filen är ingen JSON: {why}.",
        "The file is no JSON: {why}.",
    ),
    "json_utf8": (
        "Filen är inte sparad som UTF-8 (tecken {n}). Spara om den så, och välj den igen.",
        "The file is not saved as UTF-8 (byte {n}). Save it so, and choose it again.",
    ),
    "not_ours": (
        "Filen är ingen ärendetyp: varken vår egen JSON eller en FHIR Questionnaire.",
        "The file is no case type: neither our own JSON nor a FHIR Questionnaire.",
    ),
    "fhir_condition": (
        "Villkoret kan inte uttryckas här. Det går att följa på ett val, ja eller nej, eller att "
        "frågan är besvarad.",
        "The condition cannot be said here: a follow-up waits for a choice, yes or no, or for any "
        "answer.",
    ),
    "fhir_option": (
        "Svaret att välja på har en form som inte stöds.",
        "The answer option has a form that is not supported.",
    ),
    "fhir_type": (
        "Frågor av typen {type} finns inte här.",
        "There are no questions of the type {type} here.",
    ),
    "fhir_value_set": (
        "Svaren hämtas från en lista någon annanstans. Skriv dem i filen.",
        "The options are fetched from elsewhere. Write them in the file.",
    ),
    "picture_large": (
        "Bilden är för stor. Högst 5 MB.",
        "The picture is too large. At most 5 MB.",
    ),
    "picture_format": (
        "Bilden är inte i formatet PNG, JPEG eller WebP.",
        "The picture is no PNG, JPEG or WebP.",
    ),
    "picture_broken": ("Bilden går inte att läsa.", "The picture cannot be read."),
    "picture_other": (
        "Bilden är en annan än den som nämns.",
        "The picture is another than the one that is named.",
    ),
    "json_deep": (
        "Filen har för många nivåer i varandra.",
        "The file is nested too deeply.",
    ),
    "json_large": (
        "Filen är för stor. Högst {n} MB.",
        "The file is too large. At most {n} MB.",
    ),
    "json_twice": ("{name} står två gånger.", "{name} is written twice."),
    "shape_missing": ("Det som ska stå här saknas.", "What belongs here is missing."),
    "shape_type": (
        "Värdet har fel form: {why}.",
        "The value has the wrong form: {why}.",
    ),
    "shape_unknown": (
        "Det här känner vi inte till. Är det felstavat?",
        "This is unknown. Is it misspelt?",
    ),
    "shape_choice": (
        "Ska vara ett av {allowed}.",
        "Must be one of {allowed}.",
    ),
    "alt": (
        "Bilden saknar beskrivning på {lang}. Skriv vad bilden visar.",
        "The picture has no description in {lang}. Write what it shows.",
    ),
    "answer_form": (
        "Svarsformuläret har ingen fråga. Då kan ingen svara på ärendet.",
        "The answer form has no question. Then nobody can answer the case.",
    ),
    "autocomplete": (
        "Webbläsaren kan inte föreslå {word} i en sådan fråga.",
        "A browser cannot suggest {word} in such a question.",
    ),
    "bounds": (
        "Det lägsta är högre än det högsta. Ingen kan svara på frågan.",
        "The least is above the most. Nobody can answer the question.",
    ),
    "characters": (
        "Texten har ett dolt tecken som inte får finnas. Skriv om den.",
        "The text holds a hidden character that may not be there. Write it anew.",
    ),
    "condition_later": (
        "Följer på {asked}, som inte kommer före. Flytta en av frågorna.",
        "Follows {asked}, which does not stand before it. Move one of the questions.",
    ),
    "condition_nested": (
        "Ett villkor kan inte ha villkor under sig i flera led.",
        "A condition cannot hold conditions in several levels.",
    ),
    "condition_unknown": (
        "Följer på {asked}, som inte finns.",
        "Follows {asked}, which does not exist.",
    ),
    "condition_value": (
        "Följer på ett svar som {asked} inte kan ha.",
        "Follows an answer that {asked} cannot have.",
    ),
    "contradiction": (
        "Villkoren säger emot varandra: {asked} kan inte ha båda svaren.",
        "The conditions contradict each other: {asked} cannot have both answers.",
    ),
    "deadline": (
        "Regeln om avbokning pekar på {asked}, som inte är {kind} i formuläret.",
        "The deadline names {asked}, which is no {kind} of the form.",
    ),
    "deadline_words": (
        "Texten säger inte när. Skriv {deadline} där tiden ska stå.",
        "The text does not say when. Write {deadline} where the time is to stand.",
    ),
    "key": (
        "En nyckel har små bokstäver a–z, siffror och _, högst 40 tecken, och börjar med bokstav.",
        "A key is small letters a-z, digits and _, at most 40, and begins with a letter.",
    ),
    "key_owner": (
        "Nyckeln ska vara {key}. Den hör till ärendetypen och ändras inte.",
        "The key must be {key}. It belongs to the case type and does not change.",
    ),
    "key_twice": ("Nyckeln används {n} gånger.", "The key is used {n} times."),
    "length": ("Längsta svar är 1 till 20000 tecken.", "max_length is 1 to 20000."),
    "locked": (
        "Den delen är låst av den som äger ärendetypen.",
        "That part is locked by the owner of the case type.",
    ),
    "loop": (
        "Frågorna väntar på varandra i en ring: {ring}.",
        "The questions wait for each other in a ring: {ring}.",
    ),
    "info_required": (
        "En informationsruta frågar inget och kan inte vara obligatorisk.",
        "An information box asks nothing and cannot be required.",
    ),
    "item": (
        "Rader behöver ett namn på raden, och högst {n} rader.",
        "Rows need an item name, and at most {n} rows.",
    ),
    "markup": (
        "Texten har HTML: {tag}. Den visas som den står. Ta bort den.",
        "The text holds HTML: {tag}. It would show as it stands. Remove it.",
    ),
    "min_age": ("Lägsta ålder är 0 till 120 år.", "min_age is 0 to 120 years."),
    "no_questions": (
        "Formuläret frågar ingenting. Lägg till en fråga.",
        "The form asks nothing. Add a question.",
    ),
    "opening_form": (
        "Bara ärenden som mottagningen börjar har frågor till den som börjar, och de behöver dem.",
        "Exactly the cases that the unit begins have an opening form.",
    ),
    "option_twice": ("Svaret {value} finns två gånger.", "The option {value} is there twice."),
    "options": (
        "Frågan har inga svar att välja på.",
        "The question has no options to choose from.",
    ),
    "options_unwanted": (
        "Bara frågor med val har svar att välja på.",
        "Options belong to choice and multichoice.",
    ),
    "picture": ("Bilden finns inte.", "There is no such picture."),
    "promise": (
        "Svarslöftet: 1 ≤ första svar ≤ slutligt svar ≤ 90 vardagar.",
        "The promise: 1 <= first_days <= final_days <= 90 weekdays.",
    ),
    "red_flags": (
        "Ett formulär om symtom behöver den brådskande frågan med texten om 112. Andra har den "
        "inte.",
        "A form about symptoms needs the urgent check with the text about 112. Others have none.",
    ),
    "row": (
        "En rad har frågor, inte rader, information, filer eller sidor.",
        "A row holds questions, not rows, information, files or steps.",
    ),
    "row_fields": (
        "Bara rader har frågor inuti sig, och de behöver minst en.",
        "Fields belong to rows, which need at least one.",
    ),
    "step": (
        "Sidan {step} finns inte i formuläret.",
        "The step {step} is not among the steps.",
    ),
    "step_empty": ("Sidan {step} har ingen fråga.", "The step {step} has no question."),
    "step_key": (
        "Sidans nyckel {step} är upptagen av en annan sida.",
        "The step's key {step} is taken by another page.",
    ),
    "text": ("Texten saknas på {lang}.", "There is no text in {lang}."),
    "too_long": ("Texten är längre än {n} tecken.", "The text is longer than {n} characters."),
    "too_many": ("Högst {n} får finnas.", "At most {n} may be there."),
    "unreachable": (
        "Inget svar leder hit. Frågan visas aldrig.",
        "No answer leads here. The question is never shown.",
    ),
    "urgent_text": (
        "Den brådskande frågan saknar {number} i texten. Skriv vart man ringer.",
        "The urgent check does not name {number}. Write where to call.",
    ),
}

#: The rules that are worth a look, by code.
WARNINGS: Mapping[str, tuple[str, str]] = {
    "attachment_later": (
        "Frågan om en fil visas inte för invånaren ännu. Produkten tar inte emot filer.",
        "The question about a file is not shown to residents yet. The product takes no files.",
    ),
    "flattened": (
        "Frågor som låg inuti en annan har ställts efter den.",
        "Questions inside another now stand after it.",
    ),
    "picture_left": (
        "Bilden följde inte med i filen. Lägg till den igen.",
        "The picture did not come with the file. Add it again.",
    ),
    "terms_left": (
        "Villkorstexten i filen togs inte in. Ärendetypen har redan en.",
        "The terms text of the file was not taken. The case type has one already.",
    ),
    "many_questions": (
        "Formuläret har {n} frågor. De flesta orkar inte svara på så många.",
        "The form has {n} questions. Most people will not answer that many.",
    ),
    "missing_words": (
        "Frågan måste besvaras, men har inga egna ord för när svaret saknas.",
        "The question is required, but has no words of its own for when the answer is missing.",
    ),
    "no_answer_text": (
        "Svarsformuläret har ingen fri text. Svaret blir bara val.",
        "The answer form has no free text. The answer is choices alone.",
    ),
    "same_text": (
        "Texten är densamma på svenska och engelska. Är den översatt?",
        "The text is the same in Swedish and English. Is it translated?",
    ),
}
