"""Addresses of the shell itself."""

from django.urls import path

from vardpost.shell import language, views

urlpatterns = [
    path("", views.start, name="start"),
    path("sprak", language.set_language, name="set_language"),
    path("tema", language.set_theme, name="set_theme"),
    path("tathet", language.set_density, name="set_density"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("styleguide", views.styleguide, name="styleguide"),
    path("styleguide/<slug:page>", views.styleguide_page, name="styleguide_page"),
    *(path(name, views.text_page, {"name": name}, name=name) for name in views.TEXTS),
]
