"""The receipt of a case: number, promised time, what happens next. Reached from two places."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vardpost.cases.actions.read import open_case
from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.views.resident_page import about, in_language, who
from vardpost.policy.permissions import Permission
from vardpost.shell.access import resident
from vardpost.shell.jinja import language
from vardpost.units import queries as units
from vardpost.units.opening import week_text


@resident(Permission.CASE_READ_OWN)
@require_safe
def case_receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the receipt of a case, whenever."""
    return receipt(request, open_case(actor=who(request), case_id=case_id))


def receipt(request: HttpRequest, case: CaseRow) -> HttpResponse:
    """Return the receipt of a case that has just been read."""
    week, _eves = units.unit_week(case.unit_id)
    return render(
        request,
        "cases/resident_receipt.html",
        {
            "case": case,
            "title": in_language(case, "type"),
            "about": about(who(request), case.resident_id, case.resident_name),
            "hours": week_text(week, language()),
        },
    )
