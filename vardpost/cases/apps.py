"""Django's card for the room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The room `cases`."""

    name = "vardpost.cases"
    label = "cases"

    def ready(self) -> None:
        """Say what becomes of cases when somebody leaves, and how many wait at a unit."""
        from vardpost.cases.actions.departures import (
            hand_over,
            left_behind,
        )  # once models are loaded
        from vardpost.cases.queries.intake import waiting
        from vardpost.cases.queries.work import open_work
        from vardpost.people.departures import Work, register
        from vardpost.units import load

        load.register(waiting)
        register("cases", Work(open_work, hand_over, left_behind))
