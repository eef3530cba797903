"""A unit's answer to what an office proposes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from vardpost.casetypes.actions.propose import decline_proposal
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff
from vardpost.units.views.here import here


@staff(Permission.CASE_TYPE_ACTIVATE)
@require_POST
def decline_type(request: HttpRequest, unit: str, case_type_id: UUID) -> HttpResponse:
    """Decline a proposed case type; a second press, or one too late, changes nothing."""
    actor, place = here(request, unit)
    decline_proposal(actor=actor, unit_id=place.id, case_type_id=case_type_id)
    return HttpResponseRedirect(f"/m/{place.slug}/admin/arendetyper", status=303)
