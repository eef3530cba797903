"""Django's card for the room."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """The room `onboarding`."""

    name = "vardpost.onboarding"
    label = "onboarding"
