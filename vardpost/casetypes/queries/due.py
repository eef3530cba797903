"""What has come into force just now, anywhere: forms and texts are no secret, so without scope."""

from datetime import timedelta

from vardpost.kernel import clock, db
from vardpost.units.queries import active_regions

#: Looked for each minute; a worker that was away longer finds the rest in the round of all.
_JUST_NOW = timedelta(minutes=15)
#: The minutes of the hour at which every region is looked through.
_ROUND = 10


def regions_with_news() -> list[str]:
    """Return the regions where a plan may have come into force since the last look."""
    now = clock.now()
    if now.minute % _ROUND == 0:
        return active_regions()
    row = db.fetch_one(
        "select exists (select 1 from case_type_version v where v.published_at > %s "
        "and v.published_at <= %s) or exists (select 1 from terms_text x "
        "where x.published_at > %s and x.published_at <= %s)",
        [now - _JUST_NOW, now] * 2,
    )
    return active_regions() if row and row[0] else []
