"""Addresses of a region's office for units that join and change their names."""

from django.urls import path

from vardpost.onboarding.states import Event
from vardpost.onboarding.views import joining, many, names
from vardpost.onboarding.words import BUTTONS

_UNIT = "r/<slug:region>/enheter/<slug:slug>"
_JOIN = "r/<slug:region>/anslut"
_ONE = f"{_JOIN}/<uuid:joining_id>"

urlpatterns = [
    path(f"{_UNIT}/namn", names.rename, name="unit-name"),
    path("m/<slug:unit>/admin/namn", names.shown, name="admin-name"),
    path(_JOIN, joining.listed, name="joinings"),
    path(f"{_JOIN}/valj", joining.choose, name="joining-choose"),
    path(f"{_JOIN}/ny", joining.new, name="joining-new"),
    path(f"{_JOIN}/flera", many.many, name="joining-many"),
    path(_ONE, joining.one, name="joining"),
    path(f"{_ONE}/andra", joining.change, name="joining-change"),
    *(
        path(
            f"{_ONE}/{BUTTONS[event][0]}",
            joining.take_step,
            {"event": event.value},
            name=f"joining-{event.value}",
        )
        for event in (Event.APPROVE, Event.ACTIVATE, Event.CONFIGURE, Event.OPEN, Event.WITHDRAW)
    ),
]
