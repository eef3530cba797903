"""Addresses of what a change would do: the unit's own page, and its region's."""

from django.urls import path

from vardpost.simulation import views, views_routing

urlpatterns = [
    path("m/<slug:unit>/admin/prova", views.of_unit, name="admin-try-change"),
    path("m/<slug:unit>/admin/prova/fordelning", views_routing.order, name="admin-try-routing"),
    path("r/<slug:region>/enheter/<slug:slug>/prova", views.of_region, name="region-try-change"),
]
