"""Groups of words in the draft of the nation's list: added, changed, taken away."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.redflags.drafts import group_part, values_of
from vardpost.redflags.forms import national as forms
from vardpost.redflags.queries.drafts import Draft
from vardpost.redflags.views.national import DRAFT, EDIT
from vardpost.redflags.views.national_parts import needed, opened, part_page, taken_away
from vardpost.shell.settings_page import SettingsPage, settings_page


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: HttpRequest, name: str) -> HttpResponse:
    """Change the words of a group that phrases name by @."""
    actor, found = opened(request)
    if not values_of(found.definition, group_part(name)):
        raise NotFound("group")
    return settings_page(request, _group_page(actor, found, name))


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a group of words; phrases can name it once it is there."""
    actor, found = opened(request)
    try:
        name = forms.read_group_name(request.POST.get("name", ""))
    except BadInput:  # told when the form is read, with everything that was typed
        name = ""
    return settings_page(request, _group_page(actor, found, name, new=True))


@EDIT
@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Take a group that no sign uses out of the draft."""
    actor, found = opened(request)
    part = group_part(name)
    if not values_of(found.definition, part):
        return HttpResponseRedirect(f"{DRAFT}?sparat=1", status=303)  # gone already
    page = _group_page(actor, found, name, removing=True)
    return taken_away(request, actor, found, part, page)


def _group_page(
    actor: Actor, found: Draft, name: str, *, new: bool = False, removing: bool = False
) -> SettingsPage:
    part = group_part(name)
    stands = values_of(found.definition, part) if name else {}

    def parse(posted: QueryDict) -> dict[str, Any]:
        errors: dict[str, str] = {}
        read: dict[str, Any] = {}
        try:
            if new:
                forms.read_group_name(posted.get("name", ""))
        except BadInput as error:
            errors |= error.errors
        try:
            read = forms.read_group(posted)
        except BadInput as error:
            errors |= error.errors
        # Pressed twice it is the same group; another one of that name is told at the field.
        if new and stands and not errors and stands != read:
            errors["name"] = _("En ordgrupp med det namnet finns redan")
        if errors:
            raise BadInput(errors)
        return read

    shown = {} if new else stands
    return part_page(
        actor,
        found,
        part,
        "redflags/office_group.html",
        fields={"name": "", "words": "\n".join(shown.get("words", ()))},
        parse=parse,
        field="words",
        more={
            "group": name,
            "is_new": new,
            "removing": removing,
            "used": needed(found.definition, part) if stands else [],
        },
    )
