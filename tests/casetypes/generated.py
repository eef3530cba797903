"""Forms made by chance, valid ones, for properties that hold of every form."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from vardpost.casetypes.fields import (
    ANSWERABLE,
    ANSWERED,
    AnswerForm,
    CheckPoint,
    Condition,
    Deadline,
    Field,
    FieldType,
    FormDefinition,
    OpenPart,
    Option,
    Picture,
    Promise,
    RedFlags,
    Step,
    Text,
)
from vardpost.casetypes.reach import known_values, reachable

#: Words with everything a text may hold: quotes, marks that need escaping, lines, other scripts.
LETTERS = st.sampled_from(list("abåäö ”'&;%{}\\/|#é漢🙂\u200d\n.,-"))
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(lambda words: f"x{words}".strip())
TEXTS = st.builds(Text, WORDS, WORDS)
#: What the rule for cancelling says, which has to name the time.
WHEN = TEXTS.map(lambda text: Text(text.sv + "{deadline}", text.en + "{deadline}"))
KEYS = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
PICTURES = st.builds(
    Picture,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    TEXTS,
    st.integers(1, 1600),
    st.integers(1, 1600),
)
_SIMPLE: tuple[FieldType, ...] = (
    "text",
    "longtext",
    "date",
    "daterange",
    "time",
    "number",
    "bool",
    "phone",
)
_CHOICES: tuple[FieldType, ...] = ("choice", "multichoice")


PARTS: tuple[OpenPart, ...] = ("description", "help", "options", "promise", "terms", "order")


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


OPTIONS = st.lists(
    st.builds(Option, KEYS, TEXTS, maybe(TEXTS), maybe(PICTURES)),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.value,
).map(tuple)


@st.composite
def questions(draw: st.DrawFn, key: str, step: str, *, in_row: bool = False) -> Field:
    """Return one question; of a kind that a row may hold when it is in one."""
    more: tuple[FieldType, ...] = () if in_row else ("file", "person", "rows", "info")
    kinds = _SIMPLE + _CHOICES + more
    kind = draw(st.sampled_from(kinds))
    least, most = sorted(draw(st.tuples(st.integers(-50, 50), st.integers(-50, 50))))
    field = Field(
        key=key,
        type=kind,
        label=draw(TEXTS),
        step=step,
        help=draw(maybe(TEXTS)),
        required=kind != "info" and draw(st.booleans()),
        missing=draw(maybe(TEXTS)),
        max_length=draw(maybe(st.integers(1, 20_000))) if kind in ("text", "longtext") else None,
        picture=draw(maybe(PICTURES)),
    )
    if kind in _CHOICES:
        field = replace(field, options=draw(OPTIONS), open_options=draw(st.booleans()))
    if kind == "number":
        field = replace(field, minimum=least, maximum=most)
    if kind in ("date", "daterange"):
        field = replace(field, earliest=least, latest=most)
    if kind == "phone":
        field = replace(field, autocomplete="tel", prefill=draw(st.sampled_from(["", "phone"])))
    if kind == "rows":
        inside = draw(lists("", in_row=True))
        field = replace(field, fields=inside, item=draw(TEXTS), max_rows=draw(st.integers(1, 10)))
    return field


@st.composite
def conditions(draw: st.DrawFn, earlier: list[Field]) -> Condition | None:
    """Return a condition on earlier questions, or none."""
    asked = [one for one in earlier if known_values(one)]
    if not asked or draw(st.booleans()):
        return None
    tests = []
    for one in draw(st.lists(st.sampled_from(asked), min_size=1, max_size=3)):
        if one.type in ANSWERABLE:
            values: tuple[str, ...] = (ANSWERED,)
        else:
            known = sorted(known_values(one))
            chosen = draw(st.lists(st.sampled_from(known), min_size=1, unique=True))
            values = tuple(chosen)
        tests.append(Condition(one.key, values))
    first, *also = tests
    if not also:
        return first
    return replace(first, also=tuple(also), match=draw(st.sampled_from(["all", "any"])))


@st.composite
def lists(draw: st.DrawFn, *steps: str, in_row: bool = False, most: int = 6) -> tuple[Field, ...]:
    """Return questions on the steps, every step with at least one, all of them reachable."""
    keys = draw(st.lists(KEYS, min_size=len(steps), max_size=most, unique=True))
    made: list[Field] = []
    for number, key in enumerate(keys):
        step = steps[number] if number < len(steps) else draw(st.sampled_from(steps))
        field = draw(questions(key, step, in_row=in_row))
        field = replace(field, visible_when=draw(conditions(made)))
        if not reachable([*made, field])[key]:
            field = replace(field, visible_when=None)
        made.append(field)
    order = {step: place for place, step in enumerate(steps)}
    first = [one for one in made if one.visible_when is None]
    rest = [one for one in made if one.visible_when is not None]
    return (*sorted(first, key=lambda one: order[one.step]), *rest)


RED_FLAGS = st.builds(
    RedFlags,
    version=st.integers(1, 9),
    published=st.just("2026-10-01"),
    question=TEXTS,
    items=st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
    unsure=st.builds(lambda words: Text(f"1177 {words}", f"1177 {words}"), WORDS),
    stop_title=st.builds(lambda words: Text(f"112 {words}", f"112 {words}"), WORDS),
    stop=TEXTS,
)


@st.composite
def forms(draw: st.DrawFn) -> FormDefinition:
    """Return a form that the checker finds no error in."""
    step_keys = draw(
        st.lists(
            st.sampled_from(["beskriv", "uppgifter", "halsa", "extra"]),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    asked = draw(lists(*step_keys))
    if all(one.type in ("info", "file") for one in asked):
        asked = (replace(asked[0], type="text", required=False), *asked[1:])
    answers = draw(lists(""))
    outbound = draw(st.booleans())
    symptom = draw(st.booleans())
    first = draw(st.integers(1, 40))
    dates = [one.key for one in asked if one.type == "date"]
    times = [one.key for one in asked if one.type == "time"]
    deadline = None
    if dates and times:
        deadline = Deadline(dates[0], times[0], 24, ("dental",), 3, draw(WHEN), draw(WHEN))
    return FormDefinition(
        schema=1,
        key=draw(KEYS),
        title=draw(TEXTS),
        description=draw(TEXTS),
        steps=tuple(
            Step(key, draw(TEXTS), draw(maybe(TEXTS)), draw(maybe(TEXTS))) for key in step_keys
        ),
        fields=asked,
        answer_form=AnswerForm(answers),
        promise=Promise(first, first + draw(st.integers(0, 50))),
        intro=draw(maybe(TEXTS)),
        symptom=symptom,
        red_flags=draw(RED_FLAGS) if symptom else None,
        proxy_allowed=draw(st.booleans()),
        allows_followup=draw(st.booleans()),
        followup_days=draw(st.integers(1, 60)),
        deadline=deadline,
        direction="outbound" if outbound else "inbound",
        opening_form=AnswerForm(draw(lists(""))) if outbound else None,
        attachments=draw(st.booleans()),
        min_age=draw(st.integers(0, 18)),
        needs_patient_board=draw(st.booleans()),
        journal_mark=draw(st.booleans()),
        checklist=tuple(
            CheckPoint(key, draw(TEXTS)) for key in draw(st.lists(KEYS, max_size=3, unique=True))
        ),
        open=draw(st.lists(st.sampled_from(PARTS), unique=True).map(lambda parts: tuple(parts))),
    )
