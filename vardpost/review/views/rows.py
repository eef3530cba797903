"""Entries of the log as a person reads them: who, when, what, about whom, and why it could be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.kernel.actor import Actor
from vardpost.policy.roles import Role
from vardpost.policy.words import role_name
from vardpost.review.actions.asked import is_own
from vardpost.review.event_words import act
from vardpost.review.queries.log import CaseNamed, Entry
from vardpost.review.queries.reviews import ItemRow, ReviewRow
from vardpost.review.rules import Fact
from vardpost.review.words import KINDS, facts, mark, period, relation
from vardpost.shell.dates import exactly
from vardpost.shell.jinja import language
from vardpost.shell.words import status


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words. `mine` is an act of the reader, or about her: then nothing is told."""

    id: UUID
    at: datetime
    who: str
    roles: str
    did: str
    about: str
    resident: str
    relation: str
    #: What state the case was in then.
    state: str
    tags: list[str]
    refused: bool
    mine: bool = False
    reviewed: bool = False
    #: How many lines about the reader herself stand here as one.
    count: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One item beside an open one."""

    place: int
    at: datetime
    who: str
    did: str
    about: str
    #: Words, icon and colour; none while nothing has been said.
    mark: tuple[str, str, str] | None
    decided: bool


def line(
    actor: Actor, entry: Entry, cases: Mapping[UUID, CaseNamed], reviewed: frozenset[UUID]
) -> Line:
    """Return an entry as a page of a search shows it."""
    mine = is_own(actor, entry.person_id, entry.resident_ids)
    case = cases.get(entry.case_id) if entry.case_id and not mine else None
    return Line(
        entry.id,
        entry.at,
        entry.person_name,
        roles(entry.roles),
        act(entry.action, entry.outcome),
        about(case.number if case else "", len(entry.resident_ids)),
        resident_of(case.resident_name, known=True) if case else "",
        relation(entry.relation),
        _state(entry.state),
        facts(entry.facts),
        entry.outcome == "refused",
        mine,
        entry.id in reviewed,
    )


def item_line(item: ItemRow) -> Line:
    """Return an item as its page shows it, of what was copied when the review began."""
    return Line(
        item.id,
        item.entry_at,
        item.person_name,
        roles(item.roles),
        act(item.action, item.outcome),
        about(item.case_number, item.residents),
        resident_of(item.resident_name, known=bool(item.case_number)),
        relation(item.relation),
        _state(item.state),
        facts(item.facts),
        item.outcome == "refused",
    )


def row(item: ItemRow) -> Row:
    """Return an item as the list beside an open one shows it."""
    said = None if item.mark == "none" else mark(item.mark)
    about_it = about(item.case_number, item.residents)
    decided = item.mark in ("ok", "breach")
    return Row(
        item.place,
        item.entry_at,
        item.person_name,
        act(item.action, item.outcome),
        about_it,
        said,
        decided,
    )


def facts_of(line: Line) -> list[tuple[str, str]]:
    """Return what is known of an entry beside what was done: (word, value)."""
    rows = [
        (_("När"), exactly(line.at, language())),
        (_("Gäller"), line.about),
        (_("Invånare"), line.resident),
        (_("Behörighet"), line.roles),
        (_("Koppling"), line.relation),
        (_("Ärendet var då"), line.state),
    ]
    return [row for row in rows if row[1]]


def folded(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those about the reader, where several follow one another, as one."""
    found: list[Line] = []
    for one in lines:
        if one.mine and found and found[-1].mine:
            found[-1] = replace(found[-1], count=found[-1].count + 1)
        else:
            found.append(one)
    return found


def _state(kept: str) -> str:
    try:
        return status(kept, "staff").text
    except KeyError:  # none, or one of an older version
        return ""


def roles(kept: str) -> str:
    """Return the roles that somebody acted in, in words."""
    known = {role.value for role in Role}
    lang = language()
    return ", ".join(role_name(one, lang) for one in kept.split(",") if one in known)


def about(number: str, residents: int) -> str:
    """Return what an entry was about: the number of a case, `12 invånare`, or nothing."""
    if number:
        return number
    if residents:
        text = ngettext("{n} invånare", "{n} invånare", residents)
        return text.replace("{n}", str(residents))
    return ""


def resident_of(name: str, *, known: bool) -> str:
    """Return whose case it is; that the identity is protected when the name is not told."""
    return name or (_("Skyddade uppgifter") if known else "")


def title(review: ReviewRow) -> str:
    """Return what a review is called: `Stickprov, 1–31 oktober 2026`."""
    return f"{_(KINDS[review.kind])}, {period(review.from_on, review.to_on)}"


def progress(review: ReviewRow) -> str:
    """Return how far a review has come: `12 av 25 bedömda`."""
    text = _("{n} av {alla} bedömda")
    return text.replace("{n}", str(review.counts.decided)).replace("{alla}", str(review.size))


def how_drawn(review: ReviewRow) -> Sequence[tuple[str, str]]:
    """Return how the items were chosen: (word, value)."""
    how = review.how
    rows = [(_("Period"), period(review.from_on, review.to_on))]
    if review.kind == "sample":
        size = _("{n} procent") if how["of"] == "percent" else _("{n} poster")
        rows += [
            (_("Urvalets storlek"), size.replace("{n}", str(how["amount"]))),
            (_("Draget ur"), _("{n} händelser").replace("{n}", str(how["population"]))),
            (_("Startord"), str(how["seed"])),
        ]
    if how.get("person_name"):
        rows.append((_("Medarbetare"), str(how["person_name"])))
    chosen = facts(Fact(how.get("facts", 0)))
    if chosen:
        rows.append((_("Bara om"), ", ".join(chosen)))
    if review.reason:
        rows.append((_("Skäl"), review.reason))
    if review.kind == "question":
        return [*rows, (_("Frågan kom"), exactly(review.opened_at, language()))]
    return [*rows, (_("Började av"), review.opened_by_name)]
