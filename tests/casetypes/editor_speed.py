"""How fast the editor is with a form of 200 questions; run by name, asserts nothing of time.

python -m pytest tests/casetypes/editor_speed.py -q -s
"""

import statistics
import sys
import time
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casetypes import verbs_world as world
from tests.casetypes.editor_http import Editor
from tests.casetypes.test_editor_pages import SETTINGS
from vardpost.casetypes import actions
from vardpost.casetypes.fields import Condition, Field, Option, Step, Text

pytestmark = pytest.mark.django_db
ROUNDS, QUESTIONS, PAGES = 15, 200, 8


def questions() -> tuple[Field, ...]:
    """Return 200 questions on eight pages; every fifth follows a choice on the first."""
    made = [
        Field(
            key=f"fraga_{number}",
            type="choice" if number % 4 == 0 else "text",
            step=f"sida_{number * PAGES // QUESTIONS}",
            label=Text(f"Vad gäller fråga {number}?", f"What is question {number} about?"),
            help=Text("Skriv med egna ord.", "Use your own words."),
            options=tuple(
                Option(f"svar_{one}", Text(f"Svar {one}", f"Answer {one}")) for one in range(5)
            )
            if number % 4 == 0
            else (),
            visible_when=Condition("fraga_0", ("svar_1",)) if number % 5 == 4 else None,
        )
        for number in range(QUESTIONS)
    ]
    return tuple(made)


def test_speed() -> None:
    """Print the median and the slowest of each page and save."""
    offices = world.make()
    eva = Editor(offices)
    type_id = eva.begin("Stort", "Large")
    form, number = world.draft(type_id)
    pages = tuple(Step(f"sida_{n}", Text(f"Sida {n}", f"Page {n}")) for n in range(PAGES))
    actions.save_draft(
        actor=offices.as_("admin"),
        case_type_id=type_id,
        definition=replace(form, steps=pages, fields=questions()),
        version=number,
    )
    place = "/formular/fraga/fields.fraga_199"
    own = {"type": "text", "label-sv": "Ny", "label-en": "New", "step": "sida_7", "match": "all"}
    for path in ("/formular", place, "/formular/installningar", "/formular/publicera"):
        _measure(eva, path, None)
    _measure(eva, "/visa?utkast=1", None)
    for path, data in (
        (place, own),
        ("/formular/installningar", SETTINGS),
        ("/formular", {"upp": "fields.fraga_120"}),
    ):
        _measure(eva, path, data)


def _measure(eva: Editor, path: str, data: dict[str, str] | None) -> None:
    took, size, statements = [], 0, 0
    for _ in range(ROUNDS):
        if data is not None:
            eva.open()  # what the next save carries
        with CaptureQueriesContext(connection) as asked:
            began = time.perf_counter()
            if data is None:
                answer = eva.client.get(eva.base + path)
            else:
                answer = eva.client.post(eva.base + path, {**eva.carried, **data})
            took.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == (200 if data is None else 303)
        size, statements = len(answer.content), len(asked)
    name = f"{'GET ' if data is None else 'POST'} {path}"
    sys.stdout.write(
        f"{name:45} median {statistics.median(took):6.1f} ms, slowest {max(took):6.1f} ms, "
        f"{statements} statements, {size // 1024} kB\n"
    )
