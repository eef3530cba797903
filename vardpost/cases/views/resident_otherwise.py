"""På annat sätt: what to do with a draft that cannot be sent here any more."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from vardpost.cases.actions.otherwise import carry_over
from vardpost.cases.actions.own_drafts import open_draft
from vardpost.cases.queries.otherwise import other_types
from vardpost.cases.views.resident_aside import aside
from vardpost.cases.views.resident_page import see_other, who
from vardpost.cases.views.resident_write import draft_page, way_of
from vardpost.casetypes.summary import summary
from vardpost.kernel.errors import BadInput
from vardpost.policy.permissions import Permission
from vardpost.shell.access import resident
from vardpost.shell.jinja import language


@resident(Permission.CASE_SUBMIT)
@require_http_methods(["GET", "HEAD", "POST"])
def otherwise(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Show what was written and what can be done; a post goes on with it as another case."""
    actor, chosen = who(request), request.POST.get("arendetyp", "")[:40]
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            begun = carry_over(actor=actor, draft_id=draft_id, case_type=chosen)
            return see_other(f"/ny/{begun}")
        except BadInput as refused:
            errors = refused.errors
    way = way_of(actor, open_draft(actor=actor, draft_id=draft_id))
    if way.draft.sent_case_id or not way.closed:
        return see_other(f"/ny/{draft_id}")
    lang = language()
    written = [(one.label, one.text) for one in summary(way.form, way.parsed.values, lang)]
    return draft_page(
        request,
        "cases/resident_otherwise.html",
        way,
        {
            "types": [
                (one.key, one.title.of(lang), one.description.of(lang))
                for one in other_types(actor, way.draft)
            ],
            "chosen": chosen,
            "errors": errors,
            "written": written,
            "aside": aside(way),
        },
        status=422 if errors else 200,
    )
