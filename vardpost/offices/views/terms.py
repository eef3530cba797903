"""Rollvillkor: what one accepts before one begins as a region's administrator."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel import clock
from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.offices.actions.accept import accept_role
from vardpost.offices.queries import approved_for
from vardpost.offices.terms import TEXTS, VERSION
from vardpost.shell.access import signed_in
from vardpost.shell.settings_page import SettingsPage, settings_page
from vardpost.units.queries.region import region_name

ADDRESS = "/rollvillkor"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest) -> HttpResponse:
    """Show the terms to whoever has been approved, and begin the role when they are accepted."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    waits = approved_for(actor.person_id) if actor.is_staff and actor.person_id else None
    if waits is None:
        raise NotFound("nothing to accept")
    return settings_page(
        request,
        SettingsPage(
            template="offices/terms.html",
            load=lambda: ({"accepted": ""}, 0),
            parse=lambda posted: (posted.get("accepted") == "1", posted.get("villkor", "")),
            typed=lambda posted: {"accepted": posted.get("accepted", "")[:1]},
            keep=lambda said, _version: accept_role(actor=actor, accepted=said[0], version=said[1]),
            after="/jag",
            more={
                "waits": waits,
                "region": region_name(waits.region_id),
                "texts": [_(text) for text in TEXTS],
                "terms_version": VERSION,
                "too_early": waits.data.starts_on > clock.today(),
            },
        ),
    )
