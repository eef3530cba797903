"""Läs in katalogen: a unit's administrator uploads the unit's own rows, looks, and confirms."""

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel import clock
from vardpost.people.actions.directory import Outcome, bring_in
from vardpost.people.directory import COLUMNS, Read, read
from vardpost.people.words import column_name
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.units.views.here import here

#: A unit's own rows; the file is kept in the page between looking and confirming.
LARGEST = 200_000
#: Faults and lines that the page shows; the rest are counted.
_SHOWN = 100


@staff(Permission.DIRECTORY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, unit: str) -> HttpResponse:
    """Show the form, what a file would change, and that it was read in."""
    actor, place = here(request, unit)
    context: dict[str, Any] = {
        "unit": place,
        "columns": "; ".join(COLUMNS),
        "errors": {},
        "faults": [],
        "more": 0,
        "plan": None,
        "done": False,
        "content": "",
    }
    if request.method != "POST":
        return render(request, "people/admin_directory.html", context)
    data = _posted(request)
    if data is None or not data or len(data) > LARGEST:
        words = _("Filen är för stor") if data else _("Välj en fil")
        context["errors"] = {"file": words}
        return render(request, "people/admin_directory.html", context, status=422)
    found: Read = read(data, clock.today())
    outcome = Outcome(faults=list(found.faults))
    if not outcome.faults:
        outcome = bring_in(
            actor=actor,
            region_id=place.region_id,
            rows=found.rows,
            unit=place,
            write=request.POST.get("steg") == "spara",
            many=True,
        )
    if outcome.faults:
        context["errors"] = {"file": _("Filen har fel. Ingenting är inläst.")}
        context["faults"] = outcome.faults[:_SHOWN]
        context["more"] = max(0, len(outcome.faults) - _SHOWN)
        return render(request, "people/admin_directory.html", context, status=422)
    context["plan"] = _plan(outcome)
    context["done"] = request.POST.get("steg") == "spara"
    context["content"] = base64.b64encode(data).decode()
    return render(request, "people/admin_directory.html", context)


def _posted(request: HttpRequest) -> bytes | None:
    """Return the file: uploaded now, or looked at before; None for none, or a broken one."""
    if request.POST.get("steg") == "spara":
        try:
            return base64.b64decode(request.POST.get("innehall", ""), validate=True)
        except ValueError:  # broken, or with letters that base64 has not
            return None
    file = request.FILES.get("file")
    if file is None:
        return None
    content: bytes = file.read(LARGEST + 1)
    return content


def _plan(outcome: Outcome) -> dict[str, Any]:
    waiting = {(gone.key, gone.unit.id): why for gone, why in outcome.waiting}
    return {
        "new": [row.name for row in outcome.new],
        "changed": [
            (row.name, ", ".join(column_name(one) for one in differs))
            for row, differs in outcome.changed
        ],
        "same": outcome.same,
        "gone": [
            (one.name, one.work, waiting.get((one.key, one.unit.id), "")) for one in outcome.gone
        ],
        "any": bool(outcome.new or outcome.changed or outcome.gone),
    }
