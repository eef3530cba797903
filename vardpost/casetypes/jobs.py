"""What time does by itself, one job a region."""

import structlog

from vardpost.casetypes.actions.publish import come_into_force
from vardpost.casetypes.actions.terms import terms_in_force
from vardpost.casetypes.queries.due import regions_with_news
from vardpost.kernel import queue
from vardpost.people.system import region_scope

LOG = structlog.get_logger("vardpost.casetypes")


@queue.periodic("casetypes.in_force", cron="* * * * *", regions=regions_with_news)
def in_force(region: str) -> None:
    """Write down which planned versions and terms have come into force, within the minute."""
    with region_scope("casetypes.in_force", region) as actor:
        changed = come_into_force(actor=actor)
        texts = terms_in_force(actor=actor)
    if changed or texts:
        LOG.info("versions in force", types=changed, terms=texts)
