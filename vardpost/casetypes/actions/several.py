"""Several case types at once: what a new unit begins with."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from vardpost.casetypes.actions.offer import activate
from vardpost.kernel.actor import Actor


def activate_several(*, actor: Actor, unit_id: UUID, case_type_ids: Sequence[UUID]) -> None:
    """Let the unit offer case types from now on, in this order: all of them, or none.

    Those that it offers already stay as they are. Raises as `activate`.
    """
    with transaction.atomic():
        for case_type_id in case_type_ids:
            activate(actor=actor, unit_id=unit_id, case_type_id=case_type_id)
