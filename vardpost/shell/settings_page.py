"""A page with one form for one setting: show it, keep what was typed, tell what a colleague did.

Every settings page behaves alike: a fault is told at its field with everything typed kept; when
somebody saved first, what is new is told above the kept text and one more press saves; a saved form
leads back to the page (303), which says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from vardpost.kernel import typed
from vardpost.kernel.errors import BadInput, Earlier, Moved

#: What the form's fields show: from the database, or as typed.
Fields = Any
#: Returns what the page says beside *Sparat*, as context for its template.
Afterwards = Callable[[HttpRequest], Mapping[str, Any]]
_AFTERWARDS: list[Afterwards] = []


def register_afterwards(tell: Afterwards) -> None:
    """Let a room say more on the page that follows a save; called once, when its app is ready."""
    if tell not in _AFTERWARDS:
        _AFTERWARDS.append(tell)


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The parts of one page; the room that owns the setting fills them in."""

    template: str
    #: Returns what stands, as the form shows it, and its version.
    load: Callable[[], tuple[Fields, int]]
    #: Returns clean values of a posted form; raises `BadInput`.
    parse: Callable[[QueryDict], Any]
    #: Returns what was typed, as the form shows it.
    typed: Callable[[QueryDict], Fields]
    #: Saves clean values made from a version; raises `BadInput` and `Moved`.
    keep: Callable[[Any, int], object]
    #: Where a saved form leads; the page itself when empty.
    after: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    #: More context that is known only after `parse`, such as a preview.
    also: Callable[[], Mapping[str, Any]] = dict
    #: Leaves the ledger's row of what is shown; without it the door tells of the page by its name.
    seen: Callable[[], object] | None = None


def settings_page(request: HttpRequest, page: SettingsPage) -> HttpResponse:
    """Answer a GET with the form, and a POST by saving it.

    The template finds `fields`, `version`, `errors`, `moved` (changes of others, see
    `components/moved.html`) and `saved`.
    """
    if request.method != "POST":
        fields, version = page.load()
        return _shown(request, page, fields, version, saved=request.GET.get("sparat") == "1")
    version, posted = posted_version(request), kept(request.POST)
    try:
        refuse_characters(posted)
        page.keep(page.parse(posted), version)
    except BadInput as error:  # without errors: a preview was asked for
        return _shown(request, page, page.typed(posted), version, errors=error.errors)
    except Moved as error:
        return _shown(request, page, page.typed(posted), error.version, moved=error.changes)
    return HttpResponseRedirect(page.after or f"{request.path}?sparat=1", status=303)


def too_late(request: HttpRequest, page: SettingsPage, error: Moved) -> HttpResponse:
    """Return the form as it stands now, with what others saved since it was drawn.

    For a button beside the form, such as one that takes the whole thing away.
    """
    fields, version = page.load()
    return _shown(request, page, fields, version, moved=error.changes)


def refused(request: HttpRequest, page: SettingsPage, errors: Mapping[str, str]) -> HttpResponse:
    """Return the form as it stands now, with why a button beside it does nothing."""
    fields, version = page.load()
    return _shown(request, page, fields, version, errors=errors)


def kept(posted: QueryDict) -> QueryDict:
    """Return a form with characters that cannot be kept shown as �, and without marks that have no
    width (`kernel/typed.py`): a field with nothing but such a mark is an empty one.
    """
    clean = QueryDict(mutable=True)
    for name, values in posted.lists():
        plain = [typed.without_marks(typed.kept(value)) for value in values]
        clean.setlist(typed.kept(name), plain)
    return clean


def refuse_characters(posted: QueryDict) -> None:
    """Refuse what `kept` shows as �. Raises `BadInput` by field."""
    errors = {
        name: _("Ta bort tecknet � ur texten. Där fanns ett dolt tecken som inte kan sparas")
        for name, values in posted.lists()
        if any(typed.has_refused(value) for value in values)
    }
    if errors:
        raise BadInput(errors)


def posted_version(request: HttpRequest) -> int:
    """Return the version that a form was drawn from; 0 for one that cannot be read."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _shown(
    request: HttpRequest,
    page: SettingsPage,
    fields: Fields,
    version: int,
    *,
    errors: Mapping[str, str] | None = None,
    moved: tuple[Earlier, ...] = (),
    saved: bool = False,
) -> HttpResponse:
    if page.seen is not None:
        page.seen()
    context: dict[str, Any] = {
        "fields": fields,
        "version": version,
        "errors": errors or {},
        "moved": moved,
        "saved": saved,
        **page.more,
        **page.also(),
    }
    for tell in _AFTERWARDS if saved else ():
        context |= tell(request)
    status = 422 if errors else 409 if moved else 200
    return render(request, page.template, context, status=status)
