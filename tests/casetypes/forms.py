"""A small form with every type of question, and short ways to parse it."""

import json
from datetime import date
from typing import Any

from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.parse import ParsedAnswers, parse_answers
from vardpost.casetypes.reading import read_definition

TODAY = date(2026, 11, 23)


def text(words: str) -> dict[str, str]:
    """Return a text that is the same in both languages but for its ending."""
    return {"sv": words, "en": f"{words} (en)"}


def question(key: str, kind: str, **more: Any) -> dict[str, Any]:
    """Return the JSON of one question on the first step."""
    return {"key": key, "type": kind, "label": text(key.capitalize()), "step": "beskriv", **more}


OPTIONS = [
    {"value": "red", "label": text("Röd")},
    {"value": "green", "label": text("Grön")},
    {"value": "blue", "label": text("Blå")},
]


def row_question(key: str, kind: str, **more: Any) -> dict[str, Any]:
    """Return the JSON of one question of a row."""
    return {key_: value for key_, value in question(key, kind, **more).items() if key_ != "step"}


def form_json(**changes: Any) -> dict[str, Any]:
    """Return the JSON of the small form; `changes` replaces whole keys of it."""
    return {
        "schema": 1,
        "key": "everything",
        "title": text("Allt"),
        "description": text("Alla sorters frågor"),
        "promise": {"first_days": 1, "final_days": 2},
        "steps": [
            {"key": "beskriv", "title": text("Beskriv")},
            {"key": "uppgifter", "title": text("Uppgifter")},
        ],
        "fields": [
            question("name", "text", max_length=20),
            question("story", "longtext", required=True, max_length=100, missing=text("Berätta")),
            question("colour", "choice", options=OPTIONS),
            question("colours", "multichoice", options=OPTIONS),
            question("born", "date", latest=0),
            question("away", "daterange", earliest=0, latest=365),
            question("at", "time"),
            question("count", "number", minimum=0, maximum=10),
            question("sure", "bool"),
            question(
                "why",
                "text",
                required=True,
                visible_when={"field": "sure", "values": ["yes"]},
            ),
            question("note", "info"),
            question(
                "things",
                "rows",
                max_rows=3,
                item=text("Sak"),
                fields=[
                    row_question("what", "text", required=True, missing=text("Skriv vad")),
                    row_question("kind", "choice", options=OPTIONS),
                    row_question(
                        "shade",
                        "text",
                        visible_when={"field": "kind", "values": ["red"]},
                        required=True,
                    ),
                ],
            ),
            question("phone", "phone", step="uppgifter", required=True),
        ],
        "answer_form": {"fields": [row_question("text", "longtext", required=True)]},
        **changes,
    }


def small_form(**changes: Any) -> FormDefinition:
    """Return the small form."""
    return read_definition(json.dumps(form_json(**changes)))


FORM = small_form()


def parse(posted: dict[str, Any], step: str | None = None) -> ParsedAnswers:
    """Parse a form in which a plain string stands for a list of one."""
    lists = {key: [value] if isinstance(value, str) else value for key, value in posted.items()}
    return parse_answers(FORM, lists, today=TODAY, step=step)


def problem(name: str, value: str) -> str:
    """Return the key of the problem that `value` makes at `name`, or nothing."""
    parsed = parse({name: value})
    return parsed.errors[name].key if name in parsed.errors else ""
