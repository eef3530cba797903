"""The terms of a case in one line, as a link says it."""

from datetime import date

from django.utils.translation import gettext as _

from vardpost.cases.queries.thread import CaseRow
from vardpost.cases.views.staff_rows import Now
from vardpost.shell import dates


def terms_line(case: CaseRow, today: date, lang: str) -> str:
    """Return `Villkor, version 3, godkända 24 nov.`; without a number that is not known."""
    day = dates.short_day(dates.local(case.terms_accepted_at).date(), lang, today)
    words = _("Villkor, version {n}, godkända {dag}")
    if not case.terms_version:
        words = _("Villkor, godkända {dag}")
    return words.replace("{n}", str(case.terms_version)).replace("{dag}", day)


def terms_link(case_base: str, case: CaseRow, now: Now, tail: str = "") -> tuple[str, str]:
    """Return the address of the page that shows them, and the line."""
    return f"{case_base}/villkor{tail}", terms_line(case, now.today, now.lang)
