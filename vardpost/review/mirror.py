"""The resident's log as she reads it: who, from where, what and when. Reads nothing.

Names follow three rules, the strictest first: a protected identity is never named, then what the
unit has decided, then what the person has chosen. Who is unknown is not named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.audit.days import Line
from vardpost.kernel.actor import Actor
from vardpost.policy.roles import Role
from vardpost.policy.words import role_name
from vardpost.review import mirror_words
from vardpost.review.why import SPOKEN, Asked
from vardpost.shell.dates import clock
from vardpost.shell.jinja import language

#: What a unit without a row of its own has decided: names as chosen, an answer within so many days.
CHOSEN, ANSWER_DAYS = "chosen", 14

#: The role in which somebody acts, by what she was to the case.
_ROLE_OF = {
    "receiver": Role.CASE_RECEIVER,
    "assignee": Role.RESPONDER,
    "reviewer": Role.REVIEWER,
}


@dataclass(frozen=True, slots=True)
class LogCase:
    """A case that a log is about, as the resident may know it."""

    id: UUID
    resident_id: UUID
    unit_id: UUID
    unit_name: str
    number: str
    type_sv: str
    type_en: str

    @property
    def title(self) -> str:
        """What sort of case it is, in the page's language."""
        return self.type_en if language() == "en" else self.type_sv


@dataclass(frozen=True, slots=True)
class Known:
    """What the log needs to know of the people, units and cases in it."""

    #: Person → (the name may never be shown, how she has chosen to be shown).
    people: Mapping[UUID, tuple[bool, str]]
    #: Unit → how its staff are shown.
    names: Mapping[UUID, str]
    cases: Mapping[UUID, LogCase]
    #: Row → what the reader has asked about it.
    asked: Mapping[UUID, Asked] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the log in words."""

    id: UUID
    day: date
    who: str
    #: What the person is, and where: stands after the name.
    place: str
    act: str
    #: `kl. 09.12`, or `kl. 07.58–16.20`.
    when: str
    #: `14 gånger`; empty for once.
    times: str
    #: Every moment of several, the latest first, when there are not too many to read.
    moments: tuple[str, ...]
    #: The case it was done in, where there is one that the reader may open.
    case: LogCase | None
    #: Done by the reader herself.
    mine: bool
    #: Somebody else at a unit did it, and the reader may ask why.
    may_ask: bool
    #: What she has asked already.
    asked: Asked | None


def shown(actor: Actor, lines: Sequence[Line], known: Known, *, you: str = "") -> list[Shown]:
    """Return lines in words, for the actor, in the page's language.

    `you` is what the actor herself is called; a page says *Du*, what others may read her name.
    """
    return [_shown(actor, line, known, you or _("Du")) for line in lines]


def _shown(actor: Actor, line: Line, known: Known, you: str) -> Shown:
    itself = _by_itself(line)
    who, place = (_("Automatiskt"), line.unit_name) if itself else _who(actor, line, known, you)
    act = mirror_words.act(line.action, line.relation, line.outcome)
    spoken = [clock(moment, language()) for moment in line.times]
    return Shown(
        line.first_id,
        line.day,
        who,
        place,
        act,
        _when(line),
        ngettext("{n} gång", "{n} gånger", line.count).format(n=line.count)
        if line.count > 1
        else "",
        tuple(dict.fromkeys(spoken)) if line.count > 1 else (),
        known.cases.get(UUID(line.object_id)) if line.object_id else None,
        _is_own(actor, line),
        may_ask(actor, line),
        known.asked.get(line.first_id),
    )


def may_ask(actor: Actor, line: Line) -> bool:
    """Whether the actor may ask why: somebody else at a unit did more than speak to her."""
    staff = line.actor_kind == "staff" and line.unit_id is not None and not _by_itself(line)
    spoken = line.action in SPOKEN and line.outcome != "refused"
    return staff and line.person_id != actor.person_id and not spoken


def _by_itself(line: Line) -> bool:
    by_itself = line.action in mirror_words.BY_ITSELF
    return by_itself or line.actor_kind == "system" or line.automatic


def _is_own(actor: Actor, line: Line) -> bool:
    return line.actor_kind == "resident" and line.person_id == actor.person_id


def _when(line: Line) -> str:
    first, last = clock(line.first_at, language()), clock(line.last_at, language())
    if first == last:
        return _("kl. {tid}").format(tid=last)
    return _("kl. {start}–{slut}").format(start=first, slut=last)


def _who(actor: Actor, line: Line, known: Known, you: str) -> tuple[str, str]:
    """Return who did it, and what the person is and where."""
    if line.actor_kind == "resident":
        return _on_her_side(actor, line, known, you)
    role = _role(line)
    where = line.unit_name or _office(line)
    if not _named(line, known):
        return role[:1].upper() + role[1:], where
    return line.person_name, ", ".join(filter(None, (role, where)))


def _on_her_side(actor: Actor, line: Line, known: Known, you: str) -> tuple[str, str]:
    guardian = line.acting_as == "guardian"
    if _is_own(actor, line):
        return you, _("som vårdnadshavare") if guardian else ""
    if _hidden(line, known):
        return (_("En vårdnadshavare"), "") if guardian else (_("Invånaren själv"), "")
    return line.person_name, _("vårdnadshavare") if guardian else ""


def _hidden(line: Line, known: Known) -> bool:
    if line.person_id is None or line.person_id not in known.people:
        return True
    return known.people[line.person_id][0]


def _named(line: Line, known: Known) -> bool:
    """Whether a member of staff is shown by name."""
    if line.person_id is None or _hidden(line, known):
        return False
    names = known.names.get(line.unit_id, CHOSEN) if line.unit_id else CHOSEN
    if names == CHOSEN:
        return known.people[line.person_id][1] == "name"
    return names == "name"


def _role(line: Line) -> str:
    """Return in what role it was done, or every role held, in the page's language."""
    acted = _ROLE_OF.get(line.relation)
    held = [role for role in Role if role.value in line.roles]
    roles = [role for role in held if role is acted] or held
    words = [role_name(role, language()) for role in roles]
    said = _(" och ").join(word[:1].lower() + word[1:] for word in words)
    return said or _("personal")


def _office(line: Line) -> str:
    return _("nationella förvaltningen") if Role.NATIONAL_OFFICE in line.roles else _("regionen")
