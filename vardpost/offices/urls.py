"""Addresses of the offices' pages about administrators, and of the terms of the role."""

from django.urls import path

from vardpost.offices.views import administrators, application, messages, terms, unit_admins, yearly

_REGION = "r/<slug:region>/administratorer"
_UNITS = "r/<slug:region>/mottagningsadministratorer"
_NATION = "n/administratorer/region/<slug:region>"

urlpatterns = [
    path("rollvillkor", terms.terms, name="role-terms"),
    path(_REGION, administrators.of_own_region, name="region-admins"),
    path(
        f"{_REGION}/ansokan/<uuid:application_id>",
        application.of_own_region,
        name="region-application",
    ),
    path(
        f"{_REGION}/ansokan/<uuid:application_id>/lista",
        application.ticks,
        name="region-application-ticks",
    ),
    path(f"{_REGION}/<uuid:person_id>", administrators.one_of_own, name="region-admin"),
    path(_UNITS, unit_admins.contact_list, name="region-unit-admins"),
    path(f"{_UNITS}/lista.csv", unit_admins.contact_file, name="region-unit-admins-csv"),
    path(f"{_UNITS}/bekrafta", yearly.confirming, name="region-unit-admins-confirm"),
    path(f"{_UNITS}/meddelanden", messages.sent_messages, name="region-messages"),
    path(
        f"{_UNITS}/meddelanden/<uuid:message_id>",
        messages.sent_message,
        name="region-message",
    ),
    path("m/<slug:unit>/admin/meddelanden", messages.my_messages, name="admin-messages"),
    path(
        "m/<slug:unit>/admin/meddelanden/<uuid:message_id>",
        messages.my_message,
        name="admin-message",
    ),
    path(f"{_UNITS}/<slug:slug>", unit_admins.unit_admins, name="region-unit-admins-of"),
    path(
        f"{_UNITS}/<slug:slug>/<uuid:person_id>",
        unit_admins.removing,
        name="region-unit-admin-remove",
    ),
    path("n/administratorer", administrators.nation, name="office-admins"),
    path(_NATION, administrators.of_any_region, name="office-region-admins"),
    path(
        f"{_NATION}/ansokan/<uuid:application_id>",
        application.of_any_region,
        name="office-application",
    ),
    path(f"{_NATION}/<uuid:person_id>", administrators.one_of_any, name="office-region-admin"),
]
