"""Django's card for the room."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The room `config`."""

    name = "vardpost.config"
    label = "config"

    def ready(self) -> None:
        """Let exports of incidents hold what the review has found."""
        from vardpost.audit import incident
        from vardpost.config.evidence import alarms, signals

        incident.register("signals", signals)
        incident.register("review_alarms", alarms)
