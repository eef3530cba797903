"""What units offer, the versions that cases point at, and what the editor of forms shows."""

from vardpost.casetypes.queries.editing import (
    CentralType,
    Draft,
    Offered,
    TypeToEdit,
    UnitType,
    central_types,
    offered_type,
    type_to_edit,
    unit_types,
)
from vardpost.casetypes.queries.filled import Filled, accepted_terms, filled_terms
from vardpost.casetypes.queries.offers import Offer, offer, offered
from vardpost.casetypes.queries.published import Terms, Version, terms, version

__all__ = [
    "CentralType",
    "Draft",
    "Filled",
    "Offer",
    "Offered",
    "Terms",
    "TypeToEdit",
    "UnitType",
    "Version",
    "accepted_terms",
    "central_types",
    "filled_terms",
    "offer",
    "offered",
    "offered_type",
    "terms",
    "type_to_edit",
    "unit_types",
    "version",
]
