"""Addresses of the offices' pages: a region's, and the nation's with no region."""

from django.urls import URLPattern, path

from vardpost.unit_templates.views import draft, drift, office, rollout

_REGION = "r/<slug:region>"


def _pages(base: str, prefix: str, **fixed: str) -> list[URLPattern]:
    one = f"{base}/<slug:code>"
    return [
        path(base, office.templates_page, fixed, name=f"{prefix}-templates"),
        path(f"{base}/ny", office.new, fixed, name=f"{prefix}-template-new"),
        path(one, office.template_page, fixed, name=f"{prefix}-template"),
        path(f"{one}/utkast", draft.draft, fixed, name=f"{prefix}-template-draft"),
        path(f"{one}/utkast/kasta", draft.drop, fixed, name=f"{prefix}-template-drop"),
        path(f"{one}/publicera", draft.publish, fixed, name=f"{prefix}-template-publish"),
    ]


urlpatterns = [
    *_pages("r/<slug:region>/mallar", "region"),
    *_pages("n/mallar", "office", region=""),
    path(f"{_REGION}/mallar/<slug:code>/utrullning", rollout.choose, name="region-rollout-new"),
    path(f"{_REGION}/avvikelser", drift.listed, name="region-drift"),
    path(f"{_REGION}/avvikelser/<uuid:unit_id>/ratta", drift.put_right, name="region-drift-align"),
    path(f"{_REGION}/avvikelser/<uuid:unit_id>/undantag", drift.excuse, name="region-drift-exempt"),
    path(
        f"{_REGION}/avvikelser/<uuid:unit_id>/undantag/avsluta",
        drift.end,
        name="region-drift-exempt-end",
    ),
    path(f"{_REGION}/utrullningar", rollout.listed, name="region-rollouts"),
    path(f"{_REGION}/utrullningar/<uuid:rollout_id>", rollout.one, name="region-rollout"),
    path(
        f"{_REGION}/utrullningar/<uuid:rollout_id>/styr", rollout.move, name="region-rollout-move"
    ),
]
