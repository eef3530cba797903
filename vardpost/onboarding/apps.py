"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.shell.waits import register_office_waits, register_staff_waits


class OnboardingConfig(AppConfig):
    """The room `onboarding`."""

    name = "vardpost.onboarding"
    label = "onboarding"

    def ready(self) -> None:
        """Let first pages tell of a unit's new name, and of units on their way in."""
        # The queries, once models are loaded.
        from vardpost.onboarding.told import new_name, on_their_way

        register_staff_waits(new_name)
        register_office_waits(on_their_way)
