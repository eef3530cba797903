"""Addresses of a region's overview."""

from django.urls import path

from vardpost.overview.views import export, listed, regions, saved, unit

_REGION = "r/<slug:region>"

urlpatterns = [
    path("r", regions.regions, name="overview-regions"),
    path(_REGION, listed.overview, name="overview"),
    path(f"{_REGION}/oversikt.csv", export.as_csv, name="overview-csv"),
    path(f"{_REGION}/oversikt.xlsx", export.as_xlsx, name="overview-xlsx"),
    path(f"{_REGION}/mottagning/<slug:slug>", unit.unit, name="overview-unit"),
    path(f"{_REGION}/mottagning/<slug:slug>/andringar", unit.changes, name="overview-changes"),
    path(f"{_REGION}/vyer", saved.save, name="overview-view-save"),
    path(f"{_REGION}/vyer/<uuid:view_id>/ta-bort", saved.drop, name="overview-view-drop"),
]
