"""The national office's pages: the notices, and the form of one."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import BadInput, Moved, NotFound
from vardpost.kernel.ids import new_id
from vardpost.operating import forms
from vardpost.operating.actions.notice import end_notice, keep_notice
from vardpost.operating.queries import (
    PAGE,
    one_notice,
    past_notices,
    region_names,
    standing_notices,
)
from vardpost.operating.values import LONGEST_TEXT, LONGEST_TITLE, Notice
from vardpost.operating.views.open_page import said
from vardpost.operating.words import AUDIENCE_WORDS, COLORS, SEVERITY_WORDS, audience, standing
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.shell.settings_page import SettingsPage, posted_version, settings_page, too_late

_EDIT = staff(Permission.OPERATING_NOTICE_SEND)
_LIST = "/n/driftmeddelanden"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


@_EDIT
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show what is in force and planned, and a page of what has been."""
    now, names = clock.now(), region_names()
    past = past_notices(now, _before(request.GET.get("efter", "")))
    more = past[PAGE - 1] if len(past) > PAGE else None
    context = {
        "current": [_row(one, names) for one in standing_notices(now)],
        "past": [_row(one, names) for one in past[:PAGE]],
        "next_href": f"{_LIST}?efter={more.id}" if more else "",
        "saved": request.GET.get("sparat") == "1",
        "ended": request.GET.get("avslutat") == "1",
    }
    return render(request, "operating/office_notices.html", context)


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a notice."""
    # The page decides the key, so that the same press twice is the same notice.
    asked = request.POST.get("nyckel", "")
    key = UUID(asked) if _UUID.match(asked) else new_id()
    return settings_page(request, _page(request, key, None))


@_EDIT
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Change a notice; one that has ended is shown as it was."""
    found = one_notice(notice_id)
    if found.standing(clock.now()) == "past" and request.method != "POST":
        context = {"notice": said(found, region_names()), "past": True}
        return render(request, "operating/office_past.html", context)
    return settings_page(request, _page(request, notice_id, found))


@_EDIT
@require_POST
def end(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """End a notice now, or take a planned one back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    try:
        end_notice(actor=actor, notice_id=notice_id, version=posted_version(request))
    except Moved as error:
        page = _page(request, notice_id, one_notice(notice_id), ending=True)
        return too_late(request, page, error)
    return HttpResponseRedirect(f"{_LIST}?avslutat=1", status=303)


def _page(
    request: HttpRequest, key: UUID, notice: Notice | None, *, ending: bool = False
) -> SettingsPage:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    previewed: dict[str, Any] = {}
    return SettingsPage(
        template="operating/office_notice.html",
        load=lambda: (forms.shown(notice.data), notice.version) if notice else (forms.empty(), 0),
        parse=_parse(previewed),
        typed=forms.typed,
        keep=lambda data, made_from: keep_notice(
            actor=actor, notice_id=key, version=made_from, data=data
        ),
        after=f"{_LIST}?sparat=1",
        more={
            "key": key,
            "is_new": notice is None,
            "ending": ending,
            "planned": notice is not None and notice.standing(clock.now()) == "planned",
            "severities": [
                (value, _(word), _(about)) for value, (word, about) in SEVERITY_WORDS.items()
            ],
            "audiences": [(value, _(word)) for value, word in AUDIENCE_WORDS.items()],
            "places": [("landet", _("Hela landet")), ("regioner", _("Vissa regioner"))],
            "regions": list(region_names().items()),
            "longest_title": LONGEST_TITLE,
            "longest_text": LONGEST_TEXT,
        },
        also=lambda: {"preview": previewed or None},
    )


def _parse(previewed: dict[str, Any]) -> Callable[[QueryDict], Any]:
    """Return the parser; a preview that was asked for is left in `previewed`."""

    def parse(posted: QueryDict) -> Any:
        try:
            return forms.parse(posted)
        except BadInput as error:
            if not error.errors:
                fields = forms.typed(posted)
                previewed.update(
                    color=COLORS[fields["allvar"]],
                    title=fields["titel_sv"],
                    text=fields["text_sv"],
                    title_en=fields["titel_en"],
                    text_en=fields["text_en"],
                )
            raise

    return parse


def _row(one: Notice, names: dict[str, str]) -> dict[str, object]:
    return {
        **said(one, names),
        "audience": audience(one.data.audience),
        "standing": standing(one.standing(clock.now())),
        "in_force": one.standing(clock.now()) == "in force",
    }


def _before(text: str) -> tuple[Any, UUID] | None:
    if not _UUID.match(text):
        return None
    try:
        found = one_notice(UUID(text))
    except NotFound:
        return None
    return found.data.starts_at, found.id
