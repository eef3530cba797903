"""Reviews of the log, what is looked at in them, and what was found. Facts only.

Everything a review shows later is copied onto its own rows, as text: an old month of the log may
have been taken offline, and a case disposed of. Never a word of what a case says.
"""

from vardpost.review.models.alarms import ReviewAlarm, ReviewAlarmEntry
from vardpost.review.models.exports import ReviewExport, ReviewExportPart
from vardpost.review.models.found import ReviewCursor, ReviewFact, ReviewSearch, ReviewSignal
from vardpost.review.models.mirror import MirrorPolicy, MirrorQuestion
from vardpost.review.models.reviews import (
    Review,
    ReviewEscalation,
    ReviewItem,
    ReviewMarking,
    ReviewQuestion,
)
from vardpost.review.models.settings import ReviewContact, ReviewPlan, ReviewRule

__all__ = [
    "MirrorPolicy",
    "MirrorQuestion",
    "Review",
    "ReviewAlarm",
    "ReviewAlarmEntry",
    "ReviewContact",
    "ReviewCursor",
    "ReviewEscalation",
    "ReviewExport",
    "ReviewExportPart",
    "ReviewFact",
    "ReviewItem",
    "ReviewMarking",
    "ReviewPlan",
    "ReviewQuestion",
    "ReviewRule",
    "ReviewSearch",
    "ReviewSignal",
]
