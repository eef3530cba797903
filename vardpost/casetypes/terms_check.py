"""What keeps a terms text from being published, in words, each at its field."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from vardpost.casetypes.placeholders import NAMES, unknown, used
from vardpost.casetypes.queries.filled import unit_values
from vardpost.casetypes.queries.terms_desk import TermsDesk
from vardpost.casetypes.terms import LONGEST, refused_links
from vardpost.casetypes.terms_work import TermsWork
from vardpost.kernel import clock
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.errors import BadInput

#: A plan further ahead than this has been typed wrong.
_FURTHEST = timedelta(days=366)


def clean(work: TermsWork) -> TermsWork:
    """Return the text without trailing spaces and lines; nothing but blanks is nothing."""

    def whole(text: str) -> str:
        lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
        return "\n".join(lines).strip("\n") + "\n" if text.strip() else ""

    return replace(work, sv=whole(work.sv), en=whole(work.en))


def ready(unit_id: UUID | None, desk: TermsDesk, work: TermsWork, at: datetime | None) -> None:
    """Raise `BadInput` for everything that keeps a text from being published."""
    errors = {}
    now = clock.now()
    if at is not None and not now < at <= now + _FURTHEST:
        errors["at"] = _("Välj en dag som kommer, högst ett år fram")
    today = now.astimezone(STOCKHOLM).date()
    if work.review_by is not None and work.review_by != desk.review_by and work.review_by <= today:
        errors["review_by"] = _("Välj en dag som kommer")
    publishable(unit_id, desk, work, errors)


def publishable(
    unit_id: UUID | None, desk: TermsDesk, work: TermsWork, errors: dict[str, str] | None = None
) -> None:
    """Raise `BadInput` for a text that nobody could follow, and for `errors` found before.

    With no unit the text is every unit's: what is empty at one of them is not asked.
    """
    errors = too_long(work) | (errors or {})
    if not work.sv:
        errors["sv"] = _("Skriv villkoren")
    if not work.en:
        errors["en"] = _("Skriv villkoren på engelska också")
    names = used(work.sv + work.en)
    values = {}
    if names and unit_id is not None:
        values = unit_values(unit_id, "sv", lambda: desk.first_days, names)
    for field, body in (("sv", work.sv), ("en", work.en)):
        strange, links = unknown(body), refused_links(body)
        empty = [name for name in used(body) if name in values and not values[name]]
        if strange:
            known = ", ".join(f"{{{{{name}}}}}" for name in NAMES)
            told = _("{ord} kan inte fyllas i. Det här kan fyllas i: {namn}")
            errors[field] = told.replace("{namn}", known).replace("{ord}", ", ".join(strange))
        elif links:
            told = _("Länken {adress} måste börja med https:, tel: eller mailto:")
            errors[field] = told.replace("{adress}", links[0][:80])
        elif empty:
            told = _("{ord} är tomt för mottagningen. Fyll i Kontaktuppgifter först")
            errors[field] = told.replace("{ord}", f"{{{{{empty[0]}}}}}")
    if errors:
        raise BadInput(errors)


def too_long(work: TermsWork) -> dict[str, str]:
    """Return the fault of a text that is longer than any terms, by field."""
    told = _("Korta texten till högst {n} tecken").replace("{n}", str(LONGEST))
    return {name: told for name in ("sv", "en") if len(getattr(work, name)) > LONGEST}
