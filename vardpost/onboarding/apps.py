"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.shell.waits import register_staff_waits


class OnboardingConfig(AppConfig):
    """The room `onboarding`."""

    name = "vardpost.onboarding"
    label = "onboarding"

    def ready(self) -> None:
        """Let a unit's first page tell of its new name."""
        # The queries, once models are loaded.
        from vardpost.onboarding.told import new_name

        register_staff_waits(new_name)
