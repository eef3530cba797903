"""Addresses of a unit's administration, and of what offices say of units and regions."""

from django.urls import path

from vardpost.units.views import area, contact, hours, recommended, regions, settings

_ADMIN = "m/<slug:unit>/admin"
_REGION = "n/regioner/<slug:region>"
_RECOMMENDED = "r/<slug:region>/rekommenderade"

urlpatterns = [
    path(f"{_ADMIN}/kontaktuppgifter", contact.contact_data, name="admin-contact"),
    path(f"{_ADMIN}/oppettider", hours.opening_hours, name="admin-hours"),
    path(f"{_ADMIN}/betjaningsomrade", area.catchment, name="admin-catchment"),
    path(_ADMIN, settings.overview, name="admin"),
    path(f"{_ADMIN}/historik", settings.changes, name="admin-changes"),
    path(f"{_ADMIN}/historik/<uuid:change_id>", settings.put_back, name="admin-put-back"),
    path(_RECOMMENDED, recommended.places_page, name="region-recommended"),
    path(f"{_RECOMMENDED}/<slug:place>", recommended.place_page, name="region-recommended-at"),
    path("n/regioner", regions.regions, name="office-regions"),
    path(_REGION, regions.region_page, name="office-region"),
    path(f"{_REGION}/dagar", regions.days, name="office-region-days"),
    path(f"{_REGION}/<slug:what>", regions.setting, name="office-region-setting"),
]
