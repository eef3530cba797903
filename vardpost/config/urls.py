"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from vardpost.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    # First what is asked for most: an address is compared with each in turn.
    path("", include("vardpost.cases.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("vardpost.audit.urls")),
    path("", include("vardpost.shell.urls")),
    path("", include("vardpost.units.urls")),
    path("", include("vardpost.operating.urls")),
    path("", include("vardpost.useterms.urls")),
    path("", include("vardpost.central.urls")),
    path("", include("vardpost.linked.urls")),
    path("", include("vardpost.unit_templates.urls")),
    path("", include("vardpost.people.urls")),
    path("", include("vardpost.casetypes.urls")),
    path("", include("vardpost.notices.urls")),
    path("", include("vardpost.redflags.urls")),
    path("", include("vardpost.routing.urls")),
    path("", include("vardpost.catalogue.urls")),
    path("", include("vardpost.onboarding.urls")),
    path("", include("vardpost.closing.urls")),
    path("", include("vardpost.simulation.urls")),
    path("", include("vardpost.review.urls")),
    path("", include("vardpost.review.urls_mirror")),
    path("", include("vardpost.overview.urls")),
    path("", include("vardpost.offices.urls")),
]

handler400 = "vardpost.shell.errors.bad_request"
handler403 = "vardpost.shell.errors.forbidden"
handler404 = "vardpost.shell.errors.missing"
handler500 = "vardpost.shell.errors.failed"
