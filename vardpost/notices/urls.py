"""Addresses of the notices."""

from django.urls import path

from vardpost.notices import views

urlpatterns = [
    path("mina/aviseringar", views.resident_settings, name="notice-settings"),
    path("jag/installningar", views.staff_settings, name="staff-settings"),
    path("m/<slug:unit>/admin/aviseringar", views.unit_settings, name="admin-notices"),
    path("demo/post", views.demo_post, name="demo-post"),
]
