"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.units import settings


class CasetypesConfig(AppConfig):
    """The room `casetypes`."""

    name = "vardpost.casetypes"
    label = "casetypes"

    def ready(self) -> None:
        """Register what this room looks after."""
        from vardpost.casetypes.actions.offer import OFFER  # the verbs, once models are loaded
        from vardpost.casetypes.actions.order import ORDER

        settings.register(OFFER, ORDER)
