"""Django's card for the room."""

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    """The room `simulation`."""

    name = "vardpost.simulation"
    label = "simulation"
