"""Ärendetyper: what the unit has, in which order; what it decides of each; a look at the form."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.casetypes import actions
from vardpost.casetypes.decided import Decided
from vardpost.casetypes.differences import differences
from vardpost.casetypes.drawn import controls
from vardpost.casetypes.fields import FormDefinition
from vardpost.casetypes.forms import offer as form
from vardpost.casetypes.queries import filled_terms, type_to_edit, unit_types, version
from vardpost.casetypes.queries.editing import Offered, UnitType, offered_type
from vardpost.casetypes.queries.proposals import proposals_of
from vardpost.kernel import clock
from vardpost.kernel.errors import BadInput, Moved, NotFound, WrongState
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page
from vardpost.units.locks import Lock, locks_at
from vardpost.units.queries import settings as standing
from vardpost.units.views.here import here, next_step

#: Why something could not be done, by the fact `hinder` of `WrongState`.
HINDERS = {
    "outbound": later("Det här ärendet börjar vården, så invånare kan inte välja det."),
    "patient_board": later("Regionen har ingen patientnämnd angiven, så det går inte att erbjuda."),
    "unpublished": later("Formuläret är inte publicerat än."),
    "locked": later("Regionen eller nationen har låst det."),
    "own": later("Ändra i formuläret i stället."),
    "same": later("Den versionen används redan."),
    "newer": later("Det har kommit en nyare version. Läs vad som är nytt och försök igen."),
}
ORDER = "casetypes:order"
_LOCKABLE = ("active", "promise")


@staff(Permission.CASE_TYPE_ACTIVATE)
@require_safe
def types(request: HttpRequest, unit: str) -> HttpResponse:
    """Show what the unit has and may take."""
    return _list(request, unit)


@staff(Permission.CASE_TYPE_ACTIVATE)
@require_POST
def choose(request: HttpRequest, unit: str) -> HttpResponse:
    """Take and offer the types that are ticked, all of them or none."""
    actor, place = here(request, unit)
    ticked = {_uuid(written) for written in request.POST.getlist("typ")}
    ids = [one.id for one in unit_types(place.id) if one.id in ticked and not one.taken]
    if not ids:
        return _list(request, unit, told=_("Kryssa i minst en ärendetyp."), status=422)
    try:
        actions.activate_several(actor=actor, unit_id=place.id, case_type_ids=ids)
    except WrongState as error:
        return _list(request, unit, told=_hinder(error), status=409)
    except BadInput as error:  # the template has locked one of them
        return _list(request, unit, told=next(iter(error.errors.values()), ""), status=409)
    return HttpResponseRedirect(f"/m/{place.slug}/admin/arendetyper?sparat=1", status=303)


@staff(Permission.CASE_TYPE_ACTIVATE)
@require_POST
def order(request: HttpRequest, unit: str) -> HttpResponse:
    """Move one type a step up or down."""
    actor, place = here(request, unit)
    ids = [one.id for one in unit_types(place.id) if one.taken]
    up, down = (_uuid(request.POST.get(name, "")) for name in ("upp", "ner"))
    moved = up or down
    if moved not in ids:
        raise NotFound("case type")
    at = ids.index(moved)
    to = max(0, at - 1) if up else min(len(ids) - 1, at + 1)
    ids.insert(to, ids.pop(at))
    try:
        actions.set_order(
            actor=actor, unit_id=place.id, case_type_ids=ids, version=posted_version(request)
        )
    except WrongState as error:
        return _list(request, unit, told=_hinder(error), status=409)
    except Moved:
        return _list(request, unit, told=_("En kollega ändrade ordningen nyss."), status=409)
    return HttpResponseRedirect(f"/m/{place.slug}/admin/arendetyper#typ-{moved}", status=303)


@staff(Permission.CASE_TYPE_ACTIVATE)
@require_http_methods(["GET", "HEAD", "POST"])
def case_type(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Show and keep what the unit decides about a type; one it lacks can be taken."""
    actor, place = here(request, unit)
    found = _one(place.id, case_type_id)
    asked = proposals_of(place.id)
    proposed = _by(asked[found.id]) if found.id in asked else ""
    if not found.taken:
        if request.method == "POST":
            return _take(request, unit, case_type_id)
        context = {"unit": place, "type": found, "proposed": proposed}
        return render(request, "casetypes/admin_take.html", context)
    offered = offered_type(place.id, case_type_id)

    def keep(decided: Decided, made_from: int) -> None:
        try:
            actions.decide(
                actor=actor,
                unit_id=place.id,
                case_type_id=case_type_id,
                decided=decided,
                version=made_from,
            )
        except WrongState as error:
            raise BadInput({"active": _hinder(error)}) from error

    return settings_page(
        request,
        SettingsPage(
            template="casetypes/admin_type.html",
            load=lambda: (form.shown(offered), offered.setting),
            parse=lambda posted: form.parse(posted, offered),
            typed=lambda posted: form.shown_typed(posted, offered),
            keep=keep,
            more={
                "unit": place,
                "type": found,
                "proposed": proposed,
                "locks": {**dict.fromkeys(_LOCKABLE), **_locks(found, locks_at(place.id))},
                **_around(offered),
            },
        ),
    )


@staff(Permission.CASE_TYPE_ACTIVATE)
@require_POST
def take_new(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Take the newest central form, the one whose differences were shown."""
    actor, place = here(request, unit)
    back = f"/m/{place.slug}/admin/arendetyper/{case_type_id}"
    newest = _uuid(request.POST.get("form", ""))
    if newest is None:
        raise NotFound("case type version")
    try:
        actions.take_upstream(
            actor=actor,
            unit_id=place.id,
            case_type_id=case_type_id,
            version_id=newest,
            version=posted_version(request),
        )
    except (WrongState, BadInput, Moved) as error:
        told = _hinder(error) if isinstance(error, WrongState) else _OTHER_WORDS
        return _list(request, unit, told=told, status=409)
    return HttpResponseRedirect(f"{back}?sparat=1", status=303)


@staff(Permission.CASE_TYPE_ACTIVATE)
@require_safe
def preview(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Show the form as a resident or a child's proxy meets it; nothing can be sent."""
    _actor, place = here(request, unit)
    found = _one(place.id, case_type_id)
    drafted = request.GET.get("utkast") == "1"
    definition = _draft(place.id, found) if drafted else _used(found)
    as_proxy = request.GET.get("som") == "ombud"
    return render(
        request,
        "casetypes/admin_preview.html",
        {
            "unit": place,
            "base": f"/m/{place.slug}/admin/arendetyper/{found.id}",
            "type": found,
            "form": definition,
            "drafted": drafted,
            "as_proxy": as_proxy,
            "narrow": request.GET.get("bredd") == "mobil",
            "steps": steps_of(definition),
            "terms": filled_terms(found.terms_id, place.id, language(), lambda: found.first_days)
            if found.terms_id
            else None,
        },
    )


_OTHER_WORDS = later(
    "Mottagningens egna ord passar inte den nya versionen. Ta bort dem först, och försök igen."
)


def _list(request: HttpRequest, unit: str, *, told: str = "", status: int = 200) -> HttpResponse:
    _actor, place = here(request, unit)
    lang = language()
    asked = proposals_of(place.id)
    found = sorted(unit_types(place.id), key=lambda one: not one.taken and one.id not in asked)
    standing_locks = locks_at(place.id)
    locks = {one.id: _locks(one, standing_locks) for one in found}
    context = {
        "locked": {key for key, held in locks.items() if any(one.fixed for one in held.values())},
        "withheld": {
            key: held["active"]
            for key, held in locks.items()
            if "active" in held and held["active"].fixed and not held["active"].wanted
        },
        "unit": place,
        "proposed": {key: _by(name) for key, name in asked.items()},
        "taken": [(one, one.title.of(lang), _source(one)) for one in found if one.taken],
        "others": [(one, one.title.of(lang), _source(one)) for one in found if not one.taken],
        "version": standing.version(place.id, ORDER),
        "told": _(told) if told else "",
        "ticked": request.POST.getlist("typ"),
        "saved": request.GET.get("sparat") == "1",
        **(next_step(request) if request.GET.get("sparat") == "1" else {}),
    }
    return render(request, "casetypes/admin_types.html", context, status=status)


def _take(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    actor, place = here(request, unit)
    try:
        actions.subscribe(actor=actor, unit_id=place.id, case_type_id=case_type_id)
    except WrongState as error:
        return _list(request, unit, told=_hinder(error), status=409)
    return HttpResponseRedirect(f"/m/{place.slug}/admin/arendetyper/{case_type_id}", status=303)


def _by(region: str) -> str:
    """Return who proposes: a region by its name, else the national office."""
    return region or _("nationell förvaltning")


def _one(unit_id: UUID, case_type_id: UUID) -> UnitType:
    found = next((one for one in unit_types(unit_id) if one.id == case_type_id), None)
    if found is None:
        raise NotFound("case type")
    return found


def _used(found: UnitType) -> FormDefinition:
    if found.version_id is None:
        raise NotFound("nothing to show")
    return version(found.version_id).definition


def _draft(unit_id: UUID, found: UnitType) -> FormDefinition:
    """Return the form that is being written; only that of the unit's own type is shown."""
    draft = type_to_edit(found.id).draft if found.owner.unit_id == unit_id else None
    return draft.definition if draft else _used(found)


def _around(offered: Offered) -> dict[str, Any]:
    lang, definition = language(), offered.base.definition
    news = differences(definition, offered.newest.definition) if offered.pending else []
    return {
        "own": form.own(offered),
        "may_promise": form.may_promise(offered),
        "definition": definition,
        "helps": form.questions(definition, lang, "help"),
        "choices": form.questions(definition, lang, "options"),
        "news": [
            (
                one.where.of(lang),
                one.what.of(lang),
                one.before.of(lang) if one.before else "",
                one.after.of(lang) if one.after else "",
            )
            for one in news
        ],
        "newest": offered.newest,
    }


def steps_of(definition: FormDefinition) -> list[tuple[str, str, Any]]:
    """Return a form's pages with their controls, empty, for a preview."""
    lang = language()
    today = clock.today()
    return [
        (
            step.title.of(lang),
            step.intro.of(lang) if step.intro else "",
            controls(
                definition, raw={}, values={}, errors={}, lang=lang, today=today, step=step.key
            ),
        )
        for step in definition.steps
    ]


def _locks(one: UnitType, found: Mapping[str, Lock]) -> dict[str, Lock]:
    """Return what the unit's template has locked of a central type, by what it is about."""
    parts = {} if one.owner.unit_id else {name: f"type:{one.key}:{name}" for name in _LOCKABLE}
    return {name: found[key] for name, key in parts.items() if key in found}


def _source(one: UnitType) -> str:
    if one.owner.unit_id:
        return _("Mottagningens egen")
    return _("Regional") if one.owner.region_id else _("Nationell")


def _hinder(error: WrongState) -> str:
    return _(HINDERS.get(str(error.facts.get("hinder")), later("Det gick inte just nu.")))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
