"""The way of a unit in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as later

from vardpost.onboarding.states import Event, State

STATES = {
    State.REQUESTED: (later("Begärd"), "neutral"),
    State.APPROVED: (later("Godkänd"), "info"),
    State.ACTIVATED: (later("Ansluten, dold"), "info"),
    State.CONFIGURED: (later("Klar att öppna"), "info"),
    State.LIVE: (later("Öppen"), "success"),
    State.WITHDRAWN: (later("Tillbakatagen"), "neutral"),
}
_STEPS = {
    Event.REQUEST: later("Begärd"),
    Event.APPROVE: later("Godkänd"),
    Event.ACTIVATE: later("Ansluten, dold för invånare"),
    Event.CONFIGURE: later("Klar att öppna"),
    Event.OPEN: later("Öppnad för invånare"),
    Event.WITHDRAW: later("Tillbakatagen"),
}
#: What each step's button says, and the path of its address.
BUTTONS = {
    Event.APPROVE: ("godkann", later("Godkänn")),
    Event.ACTIVATE: ("anslut", later("Anslut, dold")),
    Event.CONFIGURE: ("klar", later("Markera som klar")),
    Event.OPEN: ("oppna", later("Öppna för invånare")),
    Event.WITHDRAW: ("ta-tillbaka", later("Ta tillbaka")),
}


def state_name(state: str) -> str:
    """Return what a state is called."""
    return _(STATES[State(state)][0])


def state_color(state: str) -> str:
    """Return the colour of a state's tag."""
    return STATES[State(state)][1]


def step_name(event: str) -> str:
    """Return what a step that was taken is called."""
    return _(_STEPS[Event(event)])
