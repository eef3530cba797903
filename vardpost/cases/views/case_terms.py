"""The terms that a case was sent under, in the words that were shown: to resident and staff."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardpost.cases.actions import read
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.views.resident_page import in_language, who
from vardpost.cases.views.staff import case_frame
from vardpost.cases.views.staff_pages import desk
from vardpost.casetypes.queries import Filled, accepted_terms
from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.access import resident, staff


@resident(Permission.CASE_READ_OWN)
@require_safe
def own_terms(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the sender the terms as they were accepted."""
    case = read.open_case(actor=who(request), case_id=case_id)
    context = {"case": case, "title": in_language(case, "type"), "terms": _accepted(case)}
    return render(request, "cases/resident_terms.html", context)


@staff(Permission.CASE_READ)
@require_safe
def staff_terms(request: HttpRequest, unit: str, queue: str, case_id: UUID) -> HttpResponse:
    """Show the staff the same, beside the queue."""
    place = desk(request, unit, queue, seen=False)
    case = read.open_case(actor=place.actor, case_id=case_id, beside=place.listed)
    context = case_frame(place, case) | {"row": case, "terms": _accepted(case)}
    return render(request, "cases/staff_terms.html", context)


def _accepted(case: CaseRow) -> Filled:
    found = accepted_terms(case.terms_id, case.terms_lang, case.terms_shown)
    if found is None:
        raise NotFound("terms as they were shown")
    return found
