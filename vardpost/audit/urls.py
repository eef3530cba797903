"""The addresses of the room."""

from django.urls import path

from vardpost.audit import views

urlpatterns = [path("loggbevis.json", views.heads, name="audit_heads")]
