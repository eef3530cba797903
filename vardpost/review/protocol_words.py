"""A review in words, for its record (`print/protocol.typ`). Pure: the same facts, the same words.

Always in Swedish, whatever language the page has: it is a document of the authority, and its words
may not depend on who pressed the button. The seed, the size and how many there were to draw from
stand in it, so that anybody who has the log can draw the same sample again.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils import translation

from vardpost.kernel.clock import STOCKHOLM
from vardpost.policy.roles import Role
from vardpost.policy.words import role_name
from vardpost.review.event_words import act
from vardpost.review.groups import Group
from vardpost.review.queries.questions import Question
from vardpost.review.queries.reviews import ItemRow, Marking, ReviewRow
from vardpost.review.queries.why import Question as ResidentQuestion
from vardpost.review.rules import Fact
from vardpost.review.words import GROUPS, KINDS, facts, mark, period, relation, rule_name
from vardpost.shell.dates import clock, exactly, full_day

if TYPE_CHECKING:
    from vardpost.review.protocol import Facts

_LANG = "sv"
_SHAS = 16  # signs of the sum in a foot: enough to see that pages belong together


def document(told: "Facts", content_hash: str) -> dict[str, Any]:
    """Return what `print/protocol.typ` sets. `content_hash` is of all that it was made of."""
    with translation.override(_LANG):
        here = told.closed_at.astimezone(STOCKHOLM)
        asked: defaultdict[Any, list[Question]] = defaultdict(list)
        for one in told.questions:
            asked[one.item_id].append(one)
        name = f"{KINDS[told.review.kind]}, {_period(told.review)}"
        return {
            "title": f"Protokoll från granskning av loggen: {name}",
            "kind": "Protokoll från granskning av loggen",
            "name": name,
            "unit": told.unit_name,
            "lang": _LANG,
            "made": [here.year, here.month, here.day],
            "footer": f"{told.unit_name} · kontrollsumma {content_hash[:_SHAS]}…",
            "facts": _facts(told),
            "chosen": {"title": "Så valdes posterna", "facts": _chosen(told.review)},
            "counts": _counts(told.items),
            "why": _why(told.asked_by_resident),
            "conclusion": {
                "title": "Slutsats" if told.outcome == "done" else "Varför den avbröts",
                "text": told.conclusion or "Ingen sammanfattning är skriven.",
            },
            "told": {
                "title": "Meddelat regionen",
                "texts": [_told(one) for one in told.escalations]
                or ["Regionen har inte fått något meddelande om granskningen."],
            },
            "items": {
                "title": "Poster",
                "rows": [
                    _item(one, told.markings.get(one.id, ()), asked[one.id]) for one in told.items
                ],
            },
            "read": {"title": "Om protokollet", "texts": _about(content_hash)},
        }


def _facts(told: "Facts") -> list[list[str]]:
    names = {one.by_name: None for found in told.markings.values() for one in found}
    return [
        ["Mottagning", f"{told.unit_name}, {told.unit_hsa_id}"],
        ["Period", _period(told.review)],
        _began(told.review),
        ["Skulle vara klar", full_day(told.review.due_on, _LANG)],
        [
            "Avslutad" if told.outcome == "done" else "Avbruten",
            f"{exactly(told.closed_at, _LANG)}, {told.closed_by_name}",
        ],
        ["Har granskat", ", ".join(names) or "Ingen post är bedömd"],
    ]


def _began(review: ReviewRow) -> list[str]:
    """Return when it began; a resident's question is opened by nobody."""
    at = exactly(review.opened_at, _LANG)
    if review.kind == "question":
        return ["Frågan kom", at]
    return ["Började", f"{at}, {review.opened_by_name}"]


def _why(one: ResidentQuestion | None) -> dict[str, str] | None:
    """Return what a resident asked and was answered: whether she or a guardian, not which."""
    if one is None:
        return None
    who = "En vårdnadshavare" if one.by_guardian else "Invånaren"
    head = f"{who} frågade varför, {exactly(one.asked_at, _LANG)}."
    if one.count > 1:
        first, last = clock(one.entry_at, _LANG), clock(one.last_at, _LANG)
        head += f" Det gäller {one.count} gånger samma dag, {first}–{last}."
    answered = "Inget svar"
    if one.answered_at is not None:
        answered = f"Svar till invånaren, {exactly(one.answered_at, _LANG)}, {one.answered_by_name}"
    return {
        "title": "Invånarens fråga",
        "head": f"{head} Svar senast {full_day(one.answer_by, _LANG)}.",
        "text": one.text,
        "answered": answered,
        "answer": one.answer,
    }


def _chosen(review: ReviewRow) -> list[list[str]]:
    how = review.how
    rows = [["Sätt", KINDS[review.kind]]]
    if review.kind == "sample":
        unit = "procent" if how["of"] == "percent" else "poster"
        rows += [
            ["Storlek", f"{how['amount']} {unit}"],
            ["Draget ur", f"{how['population']} händelser"],
            ["Startord", str(how["seed"])],
        ]
    if how.get("person_name"):
        rows.append(["Medarbetare", str(how["person_name"])])
    if how.get("resident_id"):
        rows.append(["Invånare", str(how.get("resident_name") or "Skyddade uppgifter")])
    if groups := [GROUPS[Group(one)] for one in how.get("groups", ())]:
        rows.append(["Händelser", ", ".join(groups)])
    if chosen := facts(Fact(how.get("facts", 0))):
        rows.append(["Villkor", ", ".join(chosen)])
    if review.reason:
        rows.append(["Skäl", review.reason])
    return rows


def _counts(items: Sequence[ItemRow]) -> list[list[str]]:
    counted = {key: sum(one.mark == key for one in items) for key in ("ok", "breach", "ask")}
    rows = [
        [str(len(items)), "post" if len(items) == 1 else "poster"],
        [str(counted["ok"]), "OK"],
        [str(counted["breach"]), f"misstänk{'t' if counted['breach'] == 1 else 'ta'} intrång"],
    ]
    left = len(items) - counted["ok"] - counted["breach"]
    return [*rows, [str(left), f"inte bedömd{'a' if left > 1 else ''}"]] if left else rows


def _item(item: ItemRow, said: Sequence[Marking], asked: Sequence[Question]) -> dict[str, Any]:
    whose = item.resident_name or ("Skyddade uppgifter" if item.case_number else "")
    rows = [
        ["När", exactly(item.entry_at, _LANG)],
        ["Behörighet", _roles(item.roles)],
        ["Gäller", ", ".join(filter(None, (item.case_number, whose))) or _several(item.residents)],
        ["Koppling", relation(item.relation)],
        ["Noterat", ", ".join(facts(item.facts))],
        ["Regler", ", ".join(rule_name(key, name) for key, name in item.rules)],
    ]
    lines = [
        [mark(one.mark)[0], f"{one.by_name}, {exactly(one.at, _LANG)}", one.comment] for one in said
    ]
    return {
        "place": str(item.place),
        "who": item.person_name,
        "did": act(item.action, item.outcome),
        "mark": mark(item.mark)[0],
        "color": mark(item.mark)[2],
        "facts": [row for row in rows if row[1]],
        "said": lines,
        "asked": [_asked(one) for one in asked],
    }


def _asked(one: Question) -> dict[str, str]:
    when = exactly(one.asked_at, _LANG)
    answer = one.answer
    if one.answered_at:
        answered = f"Svar från {one.to_name}, {exactly(one.answered_at, _LANG)}"
    elif one.withdrawn_at:
        answered = f"Inget svar. Frågan drogs tillbaka {exactly(one.withdrawn_at, _LANG)}"
    else:
        answered = "Inget svar"
    return {
        "head": f"{one.asked_by_name} bad {one.to_name} om en förklaring, {when}. "
        f"Svar senast {full_day(one.answer_by, _LANG)}.",
        "text": one.text,
        "answered": answered,
        "answer": answer,
    }


def _told(one: Any) -> str:
    count = "1 misstänkt intrång" if one.count == 1 else f"{one.count} misstänkta intrång"
    return ". ".join(filter(None, (f"{exactly(one.at, _LANG)}, {one.by_name}: {count}", one.note)))


def _about(content_hash: str) -> list[str]:
    return [
        "Protokollet skrevs av tjänsten när granskningen avslutades. Efter det kan inget i "
        "granskningen ändras. Det visar vem som gjorde något och när, och inget av vad som stod "
        "i ärendena. Alla tider är svensk tid.",
        "Ett stickprov går att dra om: samma startord ur samma händelser ger samma poster.",
        f"Kontrollsumma för innehållet (SHA-256): {content_hash}. Filens egen kontrollsumma står "
        "på granskningens sida och i loggen.",
    ]


def _roles(kept: str) -> str:
    known = {role.value for role in Role}
    return ", ".join(role_name(one, _LANG) for one in kept.split(",") if one in known)


def _several(residents: int) -> str:
    return f"{residents} invånare" if residents else ""


def _period(review: ReviewRow) -> str:
    return period(review.from_on, review.to_on)
