"""Addresses of what the offices do with central case types beyond writing them."""

from django.urls import URLPattern, path

from vardpost.central.views import giving, progress
from vardpost.central.views import texts as views


def _pages(base: str, prefix: str, **fixed: str) -> list[URLPattern]:
    orders, texts = f"{base}/utdelningar", f"{base}/villkor/byten"
    return [
        path(
            f"{base}/arendetyper/<uuid:case_type_id>/mottagningar",
            giving.units,
            fixed,
            name=f"{prefix}-type-units",
        ),
        path(f"{base}/villkor/byt", views.change, fixed, name=f"{prefix}-words-change"),
        path(texts, views.listed, fixed, name=f"{prefix}-words-changes"),
        path(f"{texts}/<uuid:change_id>", views.one, fixed, name=f"{prefix}-words-changed"),
        path(f"{texts}/<uuid:change_id>/angra", views.undo, fixed, name=f"{prefix}-words-undo"),
        path(orders, progress.listed, fixed, name=f"{prefix}-orders"),
        path(f"{orders}/<uuid:order_id>", progress.one, fixed, name=f"{prefix}-order"),
        path(f"{orders}/<uuid:order_id>/styr", progress.move, fixed, name=f"{prefix}-order-move"),
    ]


urlpatterns = [
    *_pages("r/<slug:region>", "region"),
    *_pages("n", "office", region=""),
]
