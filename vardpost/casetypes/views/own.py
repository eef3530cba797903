"""A new case type of one's own: from nothing, as a copy, or out of a file; and into one."""

import base64
import binascii
import json
import zlib
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.casetypes import actions
from vardpost.casetypes.fields import Text
from vardpost.casetypes.forms import typed_parts as parts
from vardpost.casetypes.queries import TypeToEdit, UnitType, type_to_edit, unit_types
from vardpost.casetypes.questionnaire_out import questionnaire
from vardpost.casetypes.reading import DefinitionError
from vardpost.casetypes.transfer import MAX_BYTES, read_parcel, write_parcel
from vardpost.casetypes.views.home import Home, home
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff, takes_files
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import kept

#: A checked file rides in the page up to this size; a larger one is chosen once more.
_CARRIED = 600_000
#: A larger file, with many pictures, is taken by `./manage.py case_type import`.
_LARGEST = 10_000_000


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, **where: str) -> HttpResponse:
    """Ask what a new case type is called, and begin its form."""
    place = home(request, **where)
    fields, errors = {"title-sv": "", "title-en": ""}, parts.Errors()
    if request.method == "POST":
        posted = kept(request.POST)
        fields = parts.echo(posted, fields)
        title = _title(parts.both(posted, "title", errors), errors)
        if not errors:
            made = actions.create(actor=place.actor, title=title, **place.named)
            return _to_form(place, made)
    context = {**_around(place), "fields": fields, "errors": errors}
    status = 422 if errors else 200
    return render(request, "casetypes/own_new.html", context, status=status)


@staff(Permission.UNIT_EDIT)
@require_POST
def copy(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Begin a case type of one's own as a copy of one that may be seen."""
    place = home(request, **where)
    one = _seen(place, case_type_id)
    version_id = (one.version_id if isinstance(one, UnitType) else None) or type_to_edit(
        one.id
    ).in_force
    if version_id is None:
        raise NotFound("nothing to copy")
    made = actions.copy(actor=place.actor, version_id=version_id, **place.named)
    return _to_form(place, made)


@staff(Permission.CASE_TYPE_ACTIVATE)
@require_safe
def export(request: HttpRequest, case_type_id: UUID, kind: str, **where: str) -> HttpResponse:
    """Give a case type as a file: our own JSON, or a FHIR Questionnaire."""
    place = home(request, **where)
    one = _seen(place, case_type_id)
    made = actions.export_type(actor=place.actor, case_type_id=one.id, kind=kind, **place.named)
    if kind == "fhir":
        data = questionnaire(made.parcel, number=made.number, published_at=made.published_at)
        text, media = json.dumps(data, ensure_ascii=False, indent=2), "application/fhir+json"
    else:
        text, media = write_parcel(made.parcel), "application/json"
    ending = ".fhir.json" if kind == "fhir" else ".json"
    headers = {"Content-Disposition": f'attachment; filename="{one.key}{ending}"'}
    return HttpResponse(text, content_type=f"{media}; charset=utf-8", headers=headers)


@takes_files(_LARGEST)
@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, **where: str) -> HttpResponse:
    """Check a file, tell everything of it at its place, and then make it a draft."""
    place = home(request, **where)
    context: dict[str, Any] = {**_around(place), "errors": {}, "findings": []}
    if request.method != "POST":
        return render(request, "casetypes/own_bring.html", context)
    source, only_check = _sent(request), "las_in" not in request.POST
    if not source:
        context["errors"] = {"file": _("Välj en fil")}
        return render(request, "casetypes/own_bring.html", context, status=422)
    try:
        parcel = read_parcel(source)
        made = actions.import_type(
            actor=place.actor, parcel=parcel, dry_run=only_check, **place.named
        )
    except (DefinitionError, BadInput) as error:
        found: Any = getattr(error, "findings", ()) or getattr(error, "facts", {}).get("findings")
        context["findings"] = _lines(found or ())
        context["errors"] = {"": _("Ingenting har lästs in. Filen går inte att använda.")}
        return render(request, "casetypes/own_bring.html", context, status=422)
    if not only_check and made.case_type_id is not None:
        return _to_form(place, made.case_type_id)
    context |= {
        "checked": True,
        "name": parcel.definition.title.of(language()) or made.key,
        "questions": len(parcel.definition.fields),
        "known": made.known,
        "findings": _lines(made.findings),
        "carried": _carried(source),
    }
    return render(request, "casetypes/own_bring.html", context)


def _seen(place: Home, case_type_id: UUID) -> UnitType | TypeToEdit:
    """Return a type that the owner may read: its own, and those above it. Raises `NotFound`."""
    if place.unit is None:
        found = type_to_edit(case_type_id)
        if not place.sees(found.owner):
            raise NotFound("case type")
        return found
    one = next((one for one in unit_types(place.unit.id) if one.id == case_type_id), None)
    if one is None:
        raise NotFound("case type")
    return one


def _around(place: Home) -> dict[str, Any]:
    return {"unit": place.unit, "home": place, "base": place.base}


def _to_form(place: Home, case_type_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(f"{place.base}/{case_type_id}/formular", status=303)


def _title(title: Text, errors: parts.Errors) -> Text:
    if not title.sv:
        errors.tell("title-sv", _("Skriv vad ärendetypen heter"))
    if "\N{REPLACEMENT CHARACTER}" in title.sv + title.en:
        errors.tell("title-sv", _("Ta bort tecknet � ur texten"))
    return title


def _sent(request: HttpRequest) -> bytes:
    """Return the file that was sent, or the one that was checked and rides in the page."""
    sent: Any = request.FILES.get("file")
    if sent is not None:
        data: bytes = sent.read(MAX_BYTES + 1)
        return data
    try:
        packed = base64.b64decode(request.POST.get("carried", ""), validate=True)
        return zlib.decompressobj().decompress(packed, MAX_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        return b""


def _carried(source: bytes) -> str:
    packed = base64.b64encode(zlib.compress(source, 6)).decode()
    return packed if len(packed) <= _CARRIED else ""


def _lines(findings: Any) -> list[tuple[str, str, bool]]:
    """Return findings as (place, sentence, whether it is an error)."""
    lang = language()
    return [(one.place or "–", one.of(lang), one.severity == "error") for one in findings]
