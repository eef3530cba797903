"""Formulär: a unit's own form, its pages and questions in order; one page for each of them."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.casetypes import actions, edits
from vardpost.casetypes.edits import RESPONDERS, Missing
from vardpost.casetypes.fields import Field, Option, Step, Text
from vardpost.casetypes.forms import outline, question, whole
from vardpost.casetypes.forms.typed_parts import NOTHING_USED
from vardpost.casetypes.pictures import MAX_BYTES
from vardpost.casetypes.queries import version
from vardpost.casetypes.snapshot import pack, unpack
from vardpost.casetypes.views.opened import Opened, Told, keep, opened, told
from vardpost.kernel.errors import BadInput, Earlier, Moved, NotFound
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff, takes_files
from vardpost.shell.jinja import language
from vardpost.shell.settings_page import SettingsPage, kept, posted_version, settings_page

Thing = TypeVar("Thing", Field, Option)
#: So many published versions are asked what an option's value has meant.
_VERSIONS = 30


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def whole_form(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Show the form that is being written; a POST adds, moves or removes one thing of it."""
    one = opened(request, case_type_id, **where)
    if request.method != "POST":
        return _overview(request, one)
    posted = kept(request.POST)
    try:
        form, leads_to = outline.change(posted, one.form)
        keep(one, form, posted_version(request), posted.get("shown", ""))
    except BadInput as error:
        return _overview(request, one, posted=posted, errors=error.errors)
    except Moved as error:
        now = opened(request, case_type_id, **where)
        return _overview(request, now, posted=posted, moved=error.changes)
    except Missing:
        gone = {"": _("Det du valde finns inte kvar. En kollega kan ha tagit bort det.")}
        return _overview(request, one, posted=posted, errors=gone)
    return HttpResponseRedirect(f"{one.base}/formular{leads_to}", status=303)


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, case_type_id: UUID, **where: str) -> HttpResponse:
    """Show and keep what the form says and demands as a whole."""
    one = opened(request, case_type_id, **where)
    return settings_page(
        request,
        SettingsPage(
            template="casetypes/edit_settings.html",
            load=lambda: (whole.shown(one.form), one.version),
            parse=lambda posted: whole.parse(posted, one.form),
            typed=lambda posted: outline.typed(posted, whole.shown(one.form)),
            keep=lambda form, made_from: keep(one, form, made_from, request.POST.get("shown", "")),
            after=after(request, one),
            more={**common(one), "findings": findings_of(one, "/formular/installningar")},
        ),
    )


@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, case_type_id: UUID, key: str, **where: str) -> HttpResponse:
    """Show and keep the words of one page of the form."""
    one = opened(request, case_type_id, **where)
    before = unpack(request.POST.get("shown", ""))
    old = one.form.step(key) or (before.step(key) if before else None)
    if old is None:
        raise NotFound("page")

    def save(made: Step, made_from: int) -> None:
        put = edits.put_page if one.form.step(key) else edits.add_page
        keep(one, put(one.form, made), made_from, request.POST.get("shown", ""))

    return settings_page(
        request,
        SettingsPage(
            template="casetypes/edit_page.html",
            load=lambda: (whole.page_shown(old), one.version),
            parse=lambda posted: whole.page(posted, old),
            typed=lambda posted: outline.typed(posted, whole.page_shown(old)),
            keep=save,
            after=after(request, one),
            more={
                **common(one, request, there=one.form.step(key) is not None),
                "key": key,
                "questions": len(one.form.on_step(key)),
                "findings": findings_of(one, f"/formular/sida/{key}"),
            },
        ),
    )


@takes_files(MAX_BYTES)
@staff(Permission.UNIT_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def one_question(
    request: HttpRequest, case_type_id: UUID, place: str, **where: str
) -> HttpResponse:
    """Show and keep one question."""
    one = opened(request, case_type_id, **where)
    home, old, around, there = stands(request, one, place)

    def save(field: Field, made_from: int) -> None:
        field = with_picture(request, one, field)
        form = edits.put(one.form, place, field) if there else edits.add(one.form, home, field)
        keep(one, form, made_from, request.POST.get("shown", ""))

    used = _used(one, place) if request.method == "POST" and old.options else NOTHING_USED
    changed = request.POST.get("type", old.type) != old.type
    return settings_page(
        request,
        SettingsPage(
            template="casetypes/edit_question.html",
            load=lambda: (question.shown(old), one.version),
            parse=lambda posted: question.parse(posted, old, around, used),
            typed=lambda posted: outline.typed(posted, question.shown(old)),
            keep=save,
            after="" if changed else after(request, one, f"#q-{place}"),
            more={
                **common(one, request, there=there),
                **outline.around(one.form, home, place, language()),
                "old": old,
                "kinds": question.kinds(around, language()),
                "has": question.has,
                "suggestions": question.suggestions(old),
                "residents": bool(around.pages),
                "page_names": outline.page_names(one.form, old, language()) if around.pages else [],
                "followable": question.followable(old, around, language()),
                "demanded": question.can_be_required(old.type),
                "findings": findings_of(one, f"/formular/fraga/{place}"),
            },
        ),
    )


def _used(one: Opened, place: str) -> dict[str, Text]:
    """Return the values that a question's options have had in published versions, with words.

    The newest words of a value count: what was stored under it last means that.
    """
    found: dict[str, Text] = {}
    for line in one.type.versions[:_VERSIONS]:
        with suppress(Missing):
            _home, _fields, field = edits.find(version(line.id).definition, place)
            for option in field.options:
                found.setdefault(option.value, option.label)
    return found


def _overview(
    request: HttpRequest,
    one: Opened,
    *,
    posted: QueryDict | None = None,
    errors: Mapping[str, str] | None = None,
    moved: tuple[Earlier, ...] = (),
) -> HttpResponse:
    lang = language()
    findings = told(one)
    wrong = {finding.href.rpartition("/")[2] for finding in findings if finding.error}
    context = {
        **common(one),
        "pages": outline.pages(one.form, lang, wrong),
        "answering": outline.rows(one.form.answer_form.fields, RESPONDERS, lang, wrong),
        "places": outline.places(one.form, lang),
        "kinds": question.kinds(question.Around(), lang),
        "findings": findings,
        "fields": outline.typed(posted or QueryDict(), outline.EMPTY),
        "errors": errors or {},
        "moved": moved,
    }
    status = 422 if errors else 409 if moved else 200
    return render(request, "casetypes/edit_form.html", context, status=status)


def stands(
    request: HttpRequest, one: Opened, place: str
) -> tuple[str, Field, question.Around, bool]:
    """Return where a question stands, it, what is around it, and whether it is still there.

    One that a colleague has taken out while it was written is read from the page it was shown on,
    so that what was typed can still be saved. Raises `NotFound`.
    """
    for there, form in ((True, one.form), (False, unpack(request.POST.get("shown", "")))):
        try:
            home, fields, old = edits.find(form, place) if form else edits.find_none(place)
        except Missing:
            continue
        pages = one.form.steps if home == edits.RESIDENTS else ()
        inside = home not in (edits.RESIDENTS, RESPONDERS, "opening_form.fields")
        around = question.Around(fields[: fields.index(old)], pages, inside)
        return home, old, around, there
    raise NotFound("question")


def with_picture(request: HttpRequest, one: Opened, thing: Thing) -> Thing:
    """Return a question or an option with a picture sent with it. Raises `BadInput`."""
    sent: Any = request.FILES.get("picture")
    if sent is None:
        return thing
    return outline.pictured(
        thing,
        kept(request.POST),
        lambda alt: actions.add_picture(
            actor=one.actor, data=sent.read(MAX_BYTES + 1), alt=alt, **one.home.named
        ),
    )


def common(
    one: Opened, request: HttpRequest | None = None, *, there: bool = True
) -> dict[str, Any]:
    """Return what every page of the editor shows; `shown` is what the next save compares with."""
    shown = pack(one.form) if there or request is None else request.POST.get("shown", "")
    return {"unit": one.home.unit, "one": one, "title": one.title, "base": one.base, "shown": shown}


def findings_of(one: Opened, where: str) -> list[Told]:
    """Return the findings that are mended on one page."""
    return [finding for finding in told(one) if finding.href == one.base + where]


def after(request: HttpRequest, one: Opened, anchor: str = "") -> str:
    """Return where a saved page leads: the whole form when that button was pressed."""
    return f"{one.base}/formular{anchor}" if "till" in request.POST else ""
