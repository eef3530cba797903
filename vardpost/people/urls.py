"""Addresses of signing in and out, and of a unit's permissions and staff accounts."""

from django.urls import path

from vardpost.people.views import (
    accounts,
    directory,
    permissions,
    residents,
    sign_in,
    signature,
)

_GRANTS = "m/<slug:unit>/admin/behorigheter"
_RESIDENTS = "m/<slug:unit>/admin/invanare"
_STAFF = "m/<slug:unit>/admin/personal"

urlpatterns = [
    path("logga-in", sign_in.sign_in_page, name="sign-in"),
    path("logga-ut", sign_in.sign_out_now, name="sign-out"),
    path("demo/personas.json", sign_in.personas_json, name="demo-personas"),
    path("demo/logga-in", sign_in.demo_sign_in, name="demo-sign-in"),
    path(_RESIDENTS, residents.residents, name="admin-residents"),
    path(f"{_RESIDENTS}/sok", residents.look, name="admin-resident-look"),
    path(f"{_RESIDENTS}/godkann", residents.approve, name="admin-resident-approve"),
    path(f"{_RESIDENTS}/avsluta", residents.end, name="admin-resident-end"),
    path("jag/installningar/signatur", signature.signature, name="my-signature"),
    path(_GRANTS, permissions.table, name="admin-permissions"),
    path(f"{_GRANTS}/vem-ser-vad", permissions.who_reads_what, name="admin-who-reads"),
    path(f"{_GRANTS}/<uuid:person_id>", permissions.person, name="admin-person"),
    path(f"{_GRANTS}/<uuid:person_id>/ta-bort", permissions.remove, name="admin-remove"),
    path(_STAFF, accounts.accounts, name="admin-accounts"),
    path(f"{_STAFF}/katalog", directory.upload, name="admin-directory"),
    path(f"{_STAFF}/lagg-upp", accounts.add, name="admin-account-add"),
    path(f"{_STAFF}/<uuid:person_id>", accounts.account, name="admin-account"),
    path(f"{_STAFF}/<uuid:person_id>/avaktivera", accounts.sleep, name="admin-account-sleep"),
    path(f"{_STAFF}/<uuid:person_id>/ateraktivera", accounts.wake, name="admin-account-wake"),
]
