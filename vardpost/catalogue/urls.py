"""Addresses of the public catalogue."""

from django.urls import path

from vardpost.catalogue import views

urlpatterns = [
    path("katalog", views.catalogue, name="catalogue"),
    path("katalog.json", views.as_json, name="catalogue-json"),
    path("katalog/sitemap.xml", views.sitemap, name="catalogue-sitemap"),
    path("katalog/<slug:slug>", views.one_unit, name="catalogue-unit"),
    path("robots.txt", views.robots, name="robots"),
]
