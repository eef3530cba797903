"""Pages of the editor for what stands inside a question or beside the questions."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from vardpost.casetypes import edits
from vardpost.casetypes.fields import FormDefinition, Option
from vardpost.casetypes.forms import cancelling, outline
from vardpost.casetypes.forms import option as form
from vardpost.casetypes.pictures import MAX_BYTES
from vardpost.casetypes.snapshot import unpack
from vardpost.casetypes.views.editor import after, common, findings_of, stands, with_picture
from vardpost.casetypes.views.opened import keep, opened
from vardpost.kernel.errors import NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff, takes_files
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries import kind_of_unit


@takes_files(MAX_BYTES)
@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def one_option(
    request: HttpRequest, case_type_id: UUID, place: str, value: str, **where: str
) -> HttpResponse:
    """Show and keep one answer to choose from: words, help text, picture."""
    one = opened(request, case_type_id, **where)
    home, question, _around, there = stands(request, one, place)
    old = question.option(value) or _shown_before(request, place, value)
    if old is None:
        raise NotFound("option")
    here = f"/formular/fraga/{place}"

    def save(option: Option, made_from: int) -> None:
        field = form.put(question, with_picture(request, one, option))
        made = edits.put(one.form, place, field) if there else edits.add(one.form, home, field)
        keep(one, made, made_from, request.POST.get("shown", ""))

    return settings_page(
        request,
        SettingsPage(
            template="casetypes/edit_option.html",
            load=lambda: (form.shown(old), one.version),
            parse=lambda posted: form.parse(posted, old),
            typed=lambda posted: outline.typed(posted, form.shown(old)),
            keep=save,
            after=f"{one.base}{here}#svar" if "till" in request.POST else "",
            more={
                **common(one, request, there=there and question.option(value) is not None),
                "question": question,
                "old": old,
                "back": here,
                "findings": findings_of(one, f"{here}/svar/{value}"),
            },
        ),
    )


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_for_cancelling(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Show and keep until when an appointment can be cancelled without a fee."""
    one = opened(request, case_type_id, **where)
    lang = language()
    # Of an office's form no unit's kind is known: the rule then says nothing of any kind.
    kind = kind_of_unit(one.home.unit.id) if one.home.unit else ""

    def save(made: FormDefinition, made_from: int) -> None:
        keep(one, made, made_from, request.POST.get("shown", ""))

    more: dict[str, Any] = {
        **common(one),
        "days": cancelling.asked(one.form, "date", lang),
        "times": cancelling.asked(one.form, "time", lang),
        "findings": findings_of(one, "/formular/avbokning"),
    }
    return settings_page(
        request,
        SettingsPage(
            template="casetypes/edit_cancelling.html",
            load=lambda: (cancelling.shown(one.form, kind), one.version),
            parse=lambda posted: cancelling.parse(posted, one.form, kind),
            typed=lambda posted: outline.typed(posted, cancelling.shown(one.form, kind)),
            keep=save,
            after=after(request, one),
            more=more,
        ),
    )


def _shown_before(request: HttpRequest, place: str, value: str) -> Option | None:
    """Return an option that a colleague has taken out since the page was drawn."""
    before = unpack(request.POST.get("shown", ""))
    try:
        _home, _fields, field = edits.find(before, place) if before else edits.find_none(place)
    except edits.Missing:
        return None
    return field.option(value)
