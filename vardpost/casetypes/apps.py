"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.units import settings


class CasetypesConfig(AppConfig):
    """The room `casetypes`."""

    name = "vardpost.casetypes"
    label = "casetypes"

    def ready(self) -> None:
        """Register what this room looks after."""
        # The verbs, once models are loaded.
        from vardpost.casetypes.actions.form_history import FORM
        from vardpost.casetypes.actions.offer import OFFER
        from vardpost.casetypes.actions.order import ORDER

        settings.register(FORM, OFFER, ORDER)
