"""Addresses of what a change would do: the unit's own page, and its region's."""

from django.urls import path

from vardpost.simulation import views

urlpatterns = [
    path("m/<slug:unit>/admin/prova", views.of_unit, name="admin-try-change"),
    path("r/<slug:region>/enheter/<slug:slug>/prova", views.of_region, name="region-try-change"),
]
