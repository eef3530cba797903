"""Addresses of the offices' pages: a region's, and the nation's with no region."""

from django.urls import URLPattern, path

from vardpost.linked.views import distribution, office


def _pages(base: str, prefix: str, **fixed: str) -> list[URLPattern]:
    one = f"{base}/<uuid:service_id>"
    return [
        path(base, office.services_page, fixed, name=f"{prefix}-services"),
        path(one, office.service_page, fixed, name=f"{prefix}-service"),
        path(f"{one}/avsluta", office.end, fixed, name=f"{prefix}-service-end"),
        path(f"{one}/mottagningar", distribution.units, fixed, name=f"{prefix}-service-units"),
    ]


urlpatterns = [
    *_pages("r/<slug:region>/uthoppstjanster", "region"),
    *_pages("n/uthoppstjanster", "office", region=""),
]
