"""Min signatur: how residents see me, the same on every unit."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vardpost.kernel.actor import Actor
from vardpost.kernel.errors import NotFound
from vardpost.people import forms
from vardpost.people.actions.signature import own_signature, show_signature, sign
from vardpost.people.words import SHOW_AS
from vardpost.shell.access import signed_in
from vardpost.shell.settings_page import SettingsPage, settings_page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: HttpRequest) -> HttpResponse:
    """Show and keep one's own signature. Raises `NotFound` for residents."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the door
    if not actor.is_staff:
        raise NotFound("signature")
    mine = own_signature(actor=actor)
    return settings_page(
        request,
        SettingsPage(
            template="people/signature.html",
            load=lambda: (mine, 0),
            parse=forms.own_signature,
            typed=forms.typed,
            keep=lambda data, _version: sign(actor=actor, show_as=data[0], signature=data[1]),
            more={
                "mine": mine,
                "ways": [(key, _(words)) for key, words in SHOW_AS.items()],
            },
            seen=lambda: show_signature(actor=actor),
        ),
    )
