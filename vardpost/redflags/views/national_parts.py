"""The parts of the draft of the nation's list, one page each: a sign, and who answers for it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Moved, NotFound
from vardpost.kernel.four_eyes import Event, move
from vardpost.redflags.actions.national import change_draft
from vardpost.redflags.drafts import (
    OWNER,
    flag_part,
    needed_by,
    new_key,
    values_of,
    with_part,
)
from vardpost.redflags.forms import national as forms
from vardpost.redflags.lists import ADVICE, Definition
from vardpost.redflags.queries.drafts import Draft, open_draft
from vardpost.redflags.said import ADVICE_WORDS
from vardpost.redflags.views.national import DRAFT, EDIT, office
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import (
    SettingsPage,
    posted_version,
    refused,
    settings_page,
    too_late,
)


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Change one sign of the draft."""
    actor, found = opened(request)
    if not values_of(found.definition, flag_part(key)):
        raise NotFound("red flag")
    return settings_page(request, _sign_page(actor, found, key))


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a sign to the draft; its key is made of its English name."""
    actor, found = opened(request)
    names = tuple(request.POST.get(name, "").strip() for name in ("name_sv", "name_en"))
    flags = found.definition.flags
    # Pressed twice it is the same sign; another one of that name is told at the field.
    same = next((one.key for one in flags if (one.label.sv, one.label.en) == names), "")
    key = same or new_key(found.definition, names[1])
    return settings_page(request, _sign_page(actor, found, key, new=True))


@EDIT
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a sign out of the draft; discarding the draft, or adding it again, puts it back."""
    actor, found = opened(request)
    part = flag_part(key)
    if not values_of(found.definition, part):
        return HttpResponseRedirect(f"{DRAFT}?sparat=1", status=303)  # gone already
    return taken_away(request, actor, found, part, _sign_page(actor, found, key, removing=True))


@EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest) -> HttpResponse:
    """Change who answers for the list, and what it rests on."""
    actor, found = opened(request)
    return settings_page(
        request,
        part_page(
            actor,
            found,
            OWNER,
            "redflags/office_owner.html",
            fields=values_of(found.definition, OWNER),
            parse=forms.read_owner,
            field="name",
        ),
    )


def _sign_page(
    actor: Actor, found: Draft, key: str, *, new: bool = False, removing: bool = False
) -> SettingsPage:
    part = flag_part(key)
    stands = values_of(found.definition, part)
    values = {} if new else stands

    def parse(posted: QueryDict) -> dict[str, Any]:
        read = forms.read(posted, found.definition.groups)
        if new and stands and stands != values_of(with_part(found.definition, part, read), part):
            raise BadInput({"name_sv": _("Ett tecken med det namnet finns redan")})
        return read

    return part_page(
        actor,
        found,
        part,
        "redflags/office_sign.html",
        fields=forms.shown(values),
        parse=parse,
        typed=forms.typed,
        field="sv",
        more={
            "key": key,
            "is_new": new,
            "removing": removing,
            "advices": [(one, _(ADVICE_WORDS[one])) for one in ADVICE],
            "groups": sorted(found.definition.groups),
            "combined": needed(found.definition, part),
        },
    )


def needed(definition: Definition, part: str) -> list[str]:
    """Return the names of what needs a part of the draft."""
    return [one.of(language()) for one in needed_by(definition, part)]


def taken_away(
    request: HttpRequest, actor: Actor, found: Draft, part: str, page: SettingsPage
) -> HttpResponse:
    """Take a part out of the draft, or show its page with what others saved, or why it stays."""
    version = posted_version(request)
    try:
        change_draft(actor=actor, draft_id=found.id, version=version, part=part, values={})
    except Moved as error:
        return too_late(request, page, error)
    except BadInput as error:  # a colleague began to use it since the page was drawn
        return refused(request, page, {"": "; ".join(error.errors.values())})
    return HttpResponseRedirect(f"{DRAFT}?sparat=1", status=303)


def part_page(
    actor: Actor,
    found: Draft,
    part: str,
    template: str,
    *,
    fields: Any,
    parse: Callable[[QueryDict], Mapping[str, Any]],
    field: str,
    typed: Callable[[QueryDict], Any] = QueryDict.dict,
    more: Mapping[str, Any] | None = None,
) -> SettingsPage:
    """Return the page of one part; what is no list is told at `field`."""

    def keep(values: Mapping[str, Any], made_from: int) -> None:
        try:
            change_draft(
                actor=actor, draft_id=found.id, version=made_from, part=part, values=values
            )
        except BadInput as error:
            raise BadInput({field: "; ".join(error.errors.values())}) from error

    return SettingsPage(
        template=template,
        load=lambda: (fields, found.version),
        parse=parse,
        typed=typed,
        keep=keep,
        after=f"{DRAFT}?sparat=1",
        more={"here": DRAFT, **(more or {})},
    )


def opened(request: HttpRequest) -> tuple[Actor, Draft]:
    """Return the draft, which is being written. Raises `NotFound`, `WrongState` when proposed."""
    actor = office(request)
    found = open_draft()
    if found is None:
        raise NotFound("draft")
    move(found.state, Event.CHANGE)
    return actor, found
