"""Addresses of a unit's closing."""

from django.urls import path

from vardpost.closing import views
from vardpost.closing.states import Event

_CLOSE = {"event": Event.CLOSE.value}
_HERE = "r/<slug:region>/enheter/<slug:slug>/avveckla"

urlpatterns = [
    path(_HERE, views.ending, name="unit-ending"),
    path(
        f"{_HERE}/avbryt",
        views.take_step,
        {"event": Event.CALL_OFF.value},
        name="unit-ending-call-off",
    ),
    path(f"{_HERE}/avsluta", views.take_step, _CLOSE, name="unit-ending-close"),
]
