"""Addresses of the notices."""

from django.urls import path

from vardpost.operating.views import office, open_page

_OFFICE = "n/driftmeddelanden"

urlpatterns = [
    path("driftinformation", open_page.operation, name="operation"),
    path("driftinformation/dolj/<slug:key>", open_page.hide, name="operation-hide"),
    path(_OFFICE, office.notices, name="office-notices"),
    path(f"{_OFFICE}/nytt", office.new, name="office-notice-new"),
    path(f"{_OFFICE}/<uuid:notice_id>", office.change, name="office-notice"),
    path(f"{_OFFICE}/<uuid:notice_id>/avsluta", office.end, name="office-notice-end"),
]
