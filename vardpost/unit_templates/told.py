"""What a region's office is told on its first page: how many units differ from their template."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vardpost.kernel.actor import Actor
from vardpost.policy.check import can
from vardpost.policy.permissions import Permission
from vardpost.shell.waits import Waits, counted
from vardpost.unit_templates.queries.adoption import standing


def differing(actor: Actor) -> Sequence[Waits]:
    """Return how many units differ, apart from what is exempt, as the job last counted."""
    region = actor.region_id
    if actor.unit is not None or not region or not can(actor, Permission.TEMPLATE_EDIT):
        return []
    number = sum(one.differing for one in standing(region).values())
    words = ngettext(
        "{n} mottagning avviker från sin mall.",
        "{n} mottagningar avviker från sin mall.",
        number,
    )
    return counted(number, words, f"/r/{region}/avvikelser", _("Se vad"))
