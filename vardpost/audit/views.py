"""What anybody may fetch, to hold it against the ledger later."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from vardpost.audit.queries import key_list, newest_heads
from vardpost.shell.access import probe


@probe
@require_safe
def heads(request: HttpRequest) -> JsonResponse:
    """Answer with the newest head of each log and the keys, as their files have them."""
    headers = {"Cache-Control": "no-store"}
    try:
        told = {
            "keys": [one.data() for one in key_list()],
            "heads": [one.statement().data() for one in newest_heads()],
        }
    except DatabaseError:
        return JsonResponse({}, status=503, headers=headers | {"Retry-After": "10"})
    return JsonResponse(told, headers=headers)
