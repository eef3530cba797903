"""Django's card for the room."""

from django.apps import AppConfig

from vardpost.shell.waits import register_office_waits, register_staff_waits, register_waits
from vardpost.units import settings


class ReviewConfig(AppConfig):
    """The room `review`."""

    name = "vardpost.review"
    label = "review"

    def ready(self) -> None:
        """Register what this room looks after."""
        # The verbs, once models are loaded.
        from vardpost.review.actions.alarm_limit import LIMIT
        from vardpost.review.actions.mirror_policy import MIRROR
        from vardpost.review.actions.plan import CONTACT, PLAN
        from vardpost.review.actions.rules import BUILT_IN_RULE, RULE
        from vardpost.review.queries.alarms import waiting, waiting_at_office
        from vardpost.review.queries.escalations import unreceived
        from vardpost.review.queries.why import answers

        settings.register(LIMIT, MIRROR, PLAN, RULE, BUILT_IN_RULE, CONTACT)
        register_waits(answers)
        register_staff_waits(waiting)
        register_office_waits(waiting_at_office)
        register_office_waits(unreceived)
