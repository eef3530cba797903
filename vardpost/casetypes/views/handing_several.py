"""Utlämning to several at once: a pasted list of numbers, checked line by line before anything.

Nothing is handed out until every line is right and somebody has seen to whom. The numbers are
posted again with the second press, so what was checked is what is done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.casetypes.actions.handing import hand_out
from vardpost.casetypes.decided import Given
from vardpost.casetypes.forms import handing as form
from vardpost.casetypes.queries import handed
from vardpost.casetypes.views.handing import done, may_have, not_oneself, one_type, stands
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Earlier, Moved
from vardpost.people.actions.residents import find_several, show_found
from vardpost.people.queries.residents import FoundResident
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.dates import full_day
from vardpost.shell.jinja import language
from vardpost.units.views.here import here


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One line, with whom it is and what will happen; or with what is wrong."""

    place: int
    text: str
    name: str = ""
    protected: bool = False
    #: What the resident has already, in words.
    has: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A whole list: its lines, and for each resident which hand-out stands now."""

    lines: tuple[CheckedLine, ...]
    seen: Mapping[UUID, UUID | None]

    @property
    def wrong(self) -> tuple[CheckedLine, ...]:
        """The lines to mend."""
        return tuple(one for one in self.lines if one.fault)

    @property
    def mark(self) -> str:
        """A mark of exactly this outcome, so that what was shown is what is done."""
        parts = (f"{person}:{grant}" for person, grant in sorted(self.seen.items()))
        return sha256(" ".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as it is shown again."""

    numbers: str
    fields: Mapping[str, str]


@staff(Permission.RESIDENT_APPROVE)
@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Check a list and show to whom it leads; the second press hands out."""
    actor, place = here(request, unit)
    typed = Typed(form.kept_list(request.POST), form.shown(request.POST))
    if request.method != "POST":
        return _page(request, unit, case_type_id, typed)
    try:
        given = form.given(typed.fields)
        checked = _check(actor, case_type_id, form.lines_of(typed.numbers))
        if checked.wrong or request.POST.get("kontrollerad") != checked.mark:
            show_found(actor=actor, unit_id=place.id, people=list(checked.seen))
            return _page(request, unit, case_type_id, typed, checked=checked, given=given)
        hand_out(
            actor=actor,
            unit_id=place.id,
            case_type_id=case_type_id,
            seen=checked.seen,
            given=given,
        )
    except BadInput as error:
        return _page(request, unit, case_type_id, typed, errors=error.errors)
    except Moved as error:
        return _page(request, unit, case_type_id, typed, moved=error.changes)
    return done(place.slug, case_type_id)


def _check(actor: Actor, case_type_id: UUID, lines: Sequence[form.WrittenLine]) -> Checked:
    if actor.unit is None:
        return Checked((), {})
    numbers = [one.number for one in lines if one.number is not None]
    found = find_several(actor=actor, unit_id=actor.unit.id, numbers=numbers)
    people = [one.id for one in found.values()]
    now = handed.standing(actor.unit.id, case_type_id, people)
    checked = tuple(
        _line(actor, one, found.get(one.number.value) if one.number else None, now) for one in lines
    )
    seen = {person: now[person].id if person in now else None for person in people}
    return Checked(checked, seen)


def _line(
    actor: Actor,
    one: form.WrittenLine,
    found: FoundResident | None,
    now: Mapping[UUID, handed.HandedOut],
) -> CheckedLine:
    if one.fault:
        return CheckedLine(one.place, one.text, fault=one.fault)
    if found is None:
        fault = _("Ingen invånare i tjänsten har det numret")
        return CheckedLine(one.place, one.text, fault=fault)
    if not may_have(actor, found):
        return CheckedLine(one.place, one.text, fault=not_oneself())
    has = now.get(found.id)
    until = ""
    if has is not None and stands(has):
        until = full_day(has.until, language()) if has.until else _("tills vidare")
    name = _("Skyddade uppgifter") if found.someone.protected else found.name
    return CheckedLine(one.place, one.text, name, found.someone.protected, until)


def _page(
    request: HttpRequest,
    unit: str,
    case_type_id: UUID,
    typed: Typed,
    *,
    checked: Checked | None = None,
    given: Given | None = None,
    errors: Mapping[str, str] | None = None,
    moved: Sequence[Earlier] = (),
) -> HttpResponse:
    _actor, place = here(request, unit)
    context: dict[str, Any] = {
        "unit": place,
        "type": one_type(place.id, case_type_id),
        "numbers": typed.numbers,
        "fields": typed.fields,
        "checked": checked,
        "given": given,
        "errors": dict(errors or {}),
        "moved": moved,
    }
    if checked is not None and checked.wrong:
        context["errors"]["numbers"] = _("Rätta raderna som är fel. Ingenting är utlämnat.")
    status = 422 if context["errors"] else 409 if moved else 200
    return render(request, "casetypes/admin_handing_several.html", context, status=status)
