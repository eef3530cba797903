"""The overview as a file, with the same choices and the same limits on what is told."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.kernel import clock
from vardpost.overview import words
from vardpost.overview.actions.read import FileKind, export_units
from vardpost.overview.queries.units import Overview
from vardpost.overview.views.place import office
from vardpost.overview.wanted import read
from vardpost.policy.permissions import Permission
from vardpost.shell import files
from vardpost.shell.access import staff


@staff(Permission.OVERVIEW_READ)
@require_safe
def as_csv(request: HttpRequest, region: str) -> HttpResponse:
    """Give the units that fit as CSV."""
    found = _found(request, region, "csv")
    made = files.as_csv(words.file_heads(), [words.file_row(one, found) for one in found.units])
    return _answer(made, files.CSV_TYPE, region, "csv")


@staff(Permission.OVERVIEW_READ)
@require_safe
def as_xlsx(request: HttpRequest, region: str) -> HttpResponse:
    """Give the units that fit as a workbook."""
    found = _found(request, region, "xlsx")
    rows = [words.file_row(one, found) for one in found.units]
    return _answer(
        files.as_xlsx(_("Översikt"), words.file_heads(), rows), files.XLSX_TYPE, region, "xlsx"
    )


def _found(request: HttpRequest, region: str, kind: FileKind) -> Overview:
    actor = office(request, region)
    return export_units(actor=actor, region_id=region, wanted=read(request.GET), kind=kind)


def _answer(made: bytes, content_type: str, region: str, ending: str) -> HttpResponse:
    day = clock.today().isoformat()
    response = HttpResponse(made, content_type=content_type)
    name = f"oversikt-{region}-{day}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
