"""Combinations in the draft of the nation's list: what is urgent together, one page each."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.redflags.drafts import combination_part, new_key, values_of, with_part
from vardpost.redflags.forms import combination as forms
from vardpost.redflags.lists import ADVICE
from vardpost.redflags.queries.drafts import Draft
from vardpost.redflags.said import ADVICE_WORDS, sign_names
from vardpost.redflags.views.national import DRAFT, EDIT
from vardpost.redflags.views.national_parts import opened, part_page, taken_away
from vardpost.shell.settings_page import SettingsPage, settings_page


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def combination(request: HttpRequest, key: str) -> HttpResponse:
    """Change one combination of the draft."""
    actor, found = opened(request)
    if not values_of(found.definition, combination_part(key)):
        raise NotFound("combination")
    return settings_page(request, _combination_page(actor, found, key))


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a combination to the draft; its key is made of its English name."""
    actor, found = opened(request)
    names = tuple(request.POST.get(name, "").strip() for name in ("name_sv", "name_en"))
    many = found.definition.combinations
    # Pressed twice it is the same one; another one of that name is told at the field.
    same = next((one.key for one in many if (one.label.sv, one.label.en) == names), "")
    key = same or new_key(found.definition, names[1])
    return settings_page(request, _combination_page(actor, found, key, new=True))


@EDIT
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a combination out of the draft; its signs stay."""
    actor, found = opened(request)
    part = combination_part(key)
    if not values_of(found.definition, part):
        return HttpResponseRedirect(f"{DRAFT}?sparat=1", status=303)  # gone already
    page = _combination_page(actor, found, key, removing=True)
    return taken_away(request, actor, found, part, page)


def _combination_page(
    actor: Actor, found: Draft, key: str, *, new: bool = False, removing: bool = False
) -> SettingsPage:
    part = combination_part(key)
    stands = values_of(found.definition, part)
    names = sign_names(found.definition)

    def parse(posted: QueryDict) -> dict[str, Any]:
        read = forms.read(posted, names)
        if new and stands and stands != values_of(with_part(found.definition, part, read), part):
            raise BadInput({"name_sv": _("En kombination med det namnet finns redan")})
        return read

    return part_page(
        actor,
        found,
        part,
        "redflags/office_combination.html",
        fields=forms.shown({} if new else stands),
        parse=parse,
        typed=forms.typed,
        field="signs",
        more={
            "key": key,
            "is_new": new,
            "removing": removing,
            "advices": [(one, _(ADVICE_WORDS[one])) for one in ADVICE],
            "names": sorted(names.items(), key=lambda one: one[1].lower()),
        },
    )
