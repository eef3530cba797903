"""The pictures of forms, as pages ask for them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vardpost.casetypes.queries.pictures import picture
from vardpost.shell.access import public
from vardpost.shell.headers import LASTING


@public
@require_safe
def form_picture(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a picture: drawings beside questions, about nobody, that never change."""
    found = picture(name)
    headers = {
        "Cache-Control": LASTING,
        "Content-Disposition": "inline",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(found.data, content_type=found.content_type, headers=headers)
