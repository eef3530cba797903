"""Addresses of signing in and out."""

from django.urls import path

from vardpost.people.views import sign_in

urlpatterns = [
    path("logga-in", sign_in.sign_in_page, name="sign-in"),
    path("logga-ut", sign_in.sign_out_now, name="sign-out"),
    path("demo/personas.json", sign_in.personas_json, name="demo-personas"),
    path("demo/logga-in", sign_in.demo_sign_in, name="demo-sign-in"),
]
