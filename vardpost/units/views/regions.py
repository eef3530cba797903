"""The national office's pages about the regions: how they stand, and what applies in each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_http_methods, require_safe

from vardpost.kernel import clock
from vardpost.kernel.actor import GUARDIAN_UNTIL, Actor
from vardpost.kernel.errors import BadInput, NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.accents import ACCENTS, accent_name
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, kept, refuse_characters, settings_page
from vardpost.units.actions import region as verbs
from vardpost.units.actions.closings import change_region_day
from vardpost.units.calendar import swedish_holidays
from vardpost.units.forms import region as forms
from vardpost.units.queries.region import (
    Rules,
    children_between,
    days_of,
    open_units,
    region_changes,
    rules_of,
    standings,
)
from vardpost.units.queries.settings import PAGE, Change, version_at
from vardpost.units.settings import Kind, differences, kind_of
from vardpost.units.values import KeepRule
from vardpost.units.words import keep_choices, keep_words

_EDIT = staff(Permission.REGION_SETTINGS_EDIT)
_LIST = "/n/regioner"
#: The part of the address that stands for the whole country.
NATION = "riket"
#: Numbers under this are not told.
_FEW = 5


@_EDIT
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Show the regions: who runs them, what they have, and what they have of their own."""
    context = {
        "base": _LIST,
        "nation": rules_of(""),
        "regions": [(one, _own(one)) for one in standings(clock.today())],
    }
    return render(request, "units/regions.html", context)


@_EDIT
@require_safe
def region_page(request: HttpRequest, region: str) -> HttpResponse:
    """Show what applies in a region, and who changed what."""
    code = _code(request, region)
    rules = rules_of(code)
    found = region_changes(code, _after(request))
    shown = found[:PAGE]
    context = {
        "base": _LIST,
        "here": f"{_LIST}/{region}",
        "rules": rules,
        "name": rules.name or _("Hela landet"),
        "standing": next((one for one in standings(clock.today()) if one.code == code), None),
        "days": days_of(code, clock.today()),
        "accent_name": accent_name(rules.accent),
        "keep": keep_words(rules.keep),
        "changes": [_change(one) for one in shown],
        "next_href": f"{_LIST}/{region}?efter={shown[-1].id}" if len(found) > PAGE else "",
        "saved": request.GET.get("sparat") == "1",
    }
    return render(request, "units/region.html", context)


@dataclass(frozen=True, slots=True)
class _Form:
    """One setting of a region: its page, what reads it, and what keeps it."""

    kind: Kind
    fields: Callable[[Rules], Mapping[str, Any]]
    parse: Callable[[QueryDict], Any]
    keep: Callable[..., object]
    #: The name under which the verb takes the value.
    value: str
    title: str
    #: What a region has that has nothing of its own, as the verb takes it.
    inherited: Any
    #: Whether the region has something of its own.
    own: Callable[[Rules], bool]
    #: Whether the nation has it too.
    nation: bool = False


_FORMS = {
    "ombud": _Form(
        verbs.GUARDIAN_AGE,
        lambda rules: {"age": "" if rules.guardian_until is None else str(rules.guardian_until)},
        forms.age,
        lambda **given: verbs.change_guardian_age(**given),
        "age",
        later("Ålder för ombud"),
        None,
        lambda rules: rules.guardian_until is not None,
        nation=True,
    ),
    "farg": _Form(
        verbs.ACCENT,
        lambda rules: {"accent": rules.accent},
        lambda posted: posted.get("accent", "?"),
        lambda **given: verbs.change_accent(**given),
        "accent",
        later("Regionens färg"),
        "",
        lambda rules: bool(rules.accent),
    ),
    "patientnamnd": _Form(
        verbs.BOARD,
        lambda rules: {"patient_board": rules.patient_board},
        forms.board,
        lambda **given: verbs.change_patient_board(**given),
        "name",
        later("Patientnämnd"),
        "",
        lambda rules: bool(rules.patient_board),
    ),
    "gallring": _Form(
        verbs.KEEP,
        lambda rules: {name: value or "" for name, value in rules.values().items()},
        forms.retention,
        lambda **given: verbs.change_retention(**given),
        "rule",
        later("Hur länge ärenden sparas"),
        KeepRule(),
        lambda rules: rules.keep != KeepRule(),
        nation=True,
    ),
}


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest, region: str, what: str) -> HttpResponse:
    """Show, preview and keep one setting of a region."""
    code = _code(request, region)
    form = _FORMS.get(what)
    if form is None or (not code and not form.nation):
        raise NotFound("setting")
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    rules = rules_of(code)
    effect: list[str] = []

    def parse(posted: QueryDict) -> Any:
        nonlocal effect
        if "aterstall" in posted:
            return form.inherited
        value = form.parse(posted)
        if "visa" in posted and what == "ombud":
            effect = _age_effect(rules, value)
            raise BadInput({})  # shown again, with nothing to mend and nothing saved
        return value

    page = SettingsPage(
        template=f"units/region_{what}.html",
        load=lambda: (form.fields(rules), version_at(code, None, form.kind.key)),
        parse=parse,
        typed=lambda posted: {**form.fields(rules), **forms.typed(posted)},
        keep=lambda value, made_from: form.keep(
            actor=actor, region_id=code, version=made_from, **{form.value: value}
        ),
        after=f"{_LIST}/{region}?sparat=1",
        more={
            "here": f"{_LIST}/{region}",
            "rules": rules,
            "name": rules.name or _("Hela landet"),
            "title": _(form.title),
            "accents": [("", accent_name("")), *((key, accent_name(key)) for key in ACCENTS)],
            "keep_choices": keep_choices(),
            "own": form.own(rules),
        },
        also=lambda: {"effect": effect},
    )
    return settings_page(request, page)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def days(request: HttpRequest, region: str) -> HttpResponse:
    """Show the days on which the whole region is closed; add one, or take one away."""
    code = _code(request, region)
    if not code:
        raise NotFound("a nation has holidays, not days of its own")
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    errors: Mapping[str, str] = {}
    posted = kept(request.POST)
    if request.method == "POST":
        try:
            refuse_characters(posted)
            if "bort" in posted:
                day, name = forms.one_day(posted.get("bort", "")), ""
            else:
                day, name = forms.day(posted)
            change_region_day(actor=actor, region_id=code, day=day, name=name)
            return HttpResponseRedirect(f"{_LIST}/{region}/dagar?sparat=1", status=303)
        except BadInput as error:
            errors = error.errors
    red = swedish_holidays(clock.today().year, with_eves=False)
    found = [
        (day, name, day in red or day.weekday() > 4) for day, name in days_of(code, clock.today())
    ]
    context = {
        "here": f"{_LIST}/{region}",
        "name": rules_of(code).name,
        "days": found,
        "units": open_units(code),
        "fields": forms.typed(posted),
        "errors": errors,
        "saved": request.GET.get("sparat") == "1",
    }
    return render(request, "units/region_days.html", context, status=422 if errors else 200)


def _code(request: HttpRequest, region: str) -> str:
    """Return the code of the region that the address names, empty for the nation."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if actor.unit is not None or actor.region_id or not region:
        raise NotFound("office")
    return "" if region == NATION else region


def _own(one: Any) -> list[str]:
    """Return in words what a region has that the nation has not."""
    own = []
    if one.guardian_until is not None:
        own.append(_("ombud till {n} år").replace("{n}", str(one.guardian_until)))
    if one.days:
        own.append(_("egna dagar"))
    if one.accent:
        own.append(accent_name(one.accent))
    if one.keep_action != "keep":
        own.append(_("gallring"))
    return own


def _age_effect(rules: Rules, age: int | None) -> list[str]:
    """Return what another age does the moment it is saved, in sentences."""
    until = age or (rules.nation_until if rules.code else GUARDIAN_UNTIL)
    if until == rules.until:
        return [_("Inget ändras: det är den ålder som gäller nu.")]
    low, high = min(until, rules.until), max(until, rules.until)
    count = children_between(rules.code, low, high, clock.today())
    number = _("färre än fem") if count < _FEW else str(count)
    if until < rules.until:
        text = _("Vårdnadshavare till {n} barn kommer inte längre åt barnets ärenden.")
    else:
        text = _("Vårdnadshavare till {n} barn till kommer åt barnets ärenden.")
    return [text.replace("{n}", number), _("Det gäller i samma stund som ni sparar.")]


def _change(one: Change) -> dict[str, Any]:
    kind = kind_of(one.kind)
    title = _(kind.title) + (f", {one.object_id}" if one.object_id else "")
    return {
        "title": title,
        "name": one.actor_name,
        "at": one.at,
        "lines": differences(kind, one.old, one.new),
    }


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("efter", ""))
    except ValueError:
        return None
