"""The national list and how well it does, as a page of `docs/reference/`. Pure."""

from collections.abc import Sequence
from uuid import UUID

from vardpost.redflags.corpus import KINDS, Outcome, figures, judge, sentences
from vardpost.redflags.lists import Definition, RedFlagList, content_hash
from vardpost.redflags.match import Compiled
from vardpost.redflags.national import national_list

Rows = list[tuple[str, ...]]
_OTHERS = KINDS[1:]


def facts() -> str:
    """Return what the list is, in a few lines."""
    listed = national_list()
    compiled = Compiled(RedFlagList(UUID(int=0), "national", 1, listed))
    signs = sum(not one.part for one in listed.flags)
    phrases = sum(len(one.sv) + len(one.en) for one in compiled.source.definition.flags)
    return (
        f"Owner: {listed.owner.name}, {listed.owner.title}. Valid from {listed.valid_from}. "
        f"{signs} signs in {phrases} phrases, {len(listed.combinations)} combinations.\n\n"
        f"Source: {listed.source}\n"
    )


def signs() -> Rows:
    """Return every sign and combination: advice, key, name, how many phrases."""
    listed = national_list()
    rows: Rows = [
        (
            "part" if one.part else one.advice,
            f"`{one.key}`",
            one.label.sv,
            one.label.en,
            f"{len(one.sv)} + {len(one.en)}",
        )
        for one in listed.flags
    ]
    return rows + [
        (one.advice, f"`{one.key}`", one.label.sv, one.label.en, _conditions(listed, one.key))
        for one in listed.combinations
    ]


def _conditions(listed: Definition, key: str) -> str:
    one = next(one for one in listed.combinations if one.key == key)
    parts = [f"`{flag}`" for flag in one.flags]
    parts += [f"`{asked.field}` is {' or '.join(asked.values)}" for asked in one.answers]
    if one.younger_than_months is not None:
        parts.append(f"younger than {one.younger_than_months} months")
    return " and ".join(parts)


def measured() -> Rows:
    """Return the figures of the corpus: of the half that was tuned on, kept aside, and both."""
    outcomes = judge(sentences())
    halves = {
        "tuned on": [one for one in outcomes if not one.sentence.aside],
        "kept aside": [one for one in outcomes if one.sentence.aside],
        "all": outcomes,
    }
    return [
        _row(name, lang, half)
        for name, half in halves.items()
        for lang in ("sv", "en", "")
        if name == "all" or not lang
    ]


def _row(name: str, lang: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    found = figures(outcomes, "sign", lang=lang)
    left = figures(outcomes, *_OTHERS, lang=lang)
    return (
        f"{name}, {lang}" if lang else name,
        f"{found.right} of {found.of}",
        f"{found.share:.1%}",
        f"{left.of - left.right} of {left.of}",
        f"{1 - left.share:.1%}",
    )


def missed() -> Rows:
    """Return the sentences of the tuned half that came out wrong."""
    return [
        (one.sentence.kind, one.sentence.text, ", ".join(one.found) or "nothing")
        for one in judge(one for one in sentences() if not one.aside)
        if not one.right
    ]


def list_hash() -> str:
    """Return the first figures of the corpus's hash, so that a changed corpus is seen."""
    return content_hash("\n".join(one.text for one in sentences()))[:12]
