"""Django's card for the room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room `audit`."""

    name = "vardpost.audit"
    label = "audit"
