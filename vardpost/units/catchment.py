"""Who may see a unit: any row that fits admits (domain 5). Pure, asked by lists and by sending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a catchment area; an empty region is the whole country.

    A row with a `person` lets in that one resident, wherever she lives (approved one by one).
    """

    region: str
    municipality: str
    sex: str
    age_from: int
    age_to: int
    person: str = ""


@dataclass(frozen=True, slots=True)
class Someone:
    """What the rows ask about a person, from the population register."""

    birth_date: date
    sex: str
    municipality: str
    region: str
    protected: bool = False
    id: UUID | None = None

    def age(self, today: date) -> int:
        """Return whole years on `today`; a birthday on 29 February counts from 1 March."""
        had = (today.month, today.day) >= (self.birth_date.month, self.birth_date.day)
        return today.year - self.birth_date.year - (0 if had else 1)


class Why(StrEnum):
    """Why a unit is not for someone; the page has a sentence for each."""

    NO_ROWS = "no_rows"
    PLACE = "place"
    AGE = "age"
    SEX = "sex"
    PROTECTED = "protected"


def why_not(rows: Iterable[Row], someone: Someone, today: date) -> Why | None:
    """Return why no row fits, or None when one does.

    A person with protected identity has no municipality that may be compared, and fits rows of the
    whole country only. Of several reasons the one nearest to fitting is told.
    """
    age = someone.age(today)
    found: Why | None = Why.NO_ROWS
    rank = {Why.NO_ROWS: 0, Why.PLACE: 1, Why.PROTECTED: 1, Why.AGE: 2, Why.SEX: 3}
    for row in rows:
        why = _why(row, someone, age)
        if why is None:
            return None
        if found is None or rank[why] > rank[found]:
            found = why
    return found


def _why(row: Row, someone: Someone, age: int) -> Why | None:
    if row.person:
        return None if row.person == str(someone.id) else Why.NO_ROWS
    if row.region and someone.protected:
        return Why.PROTECTED
    if row.region and row.region != someone.region:
        return Why.PLACE
    if row.municipality and row.municipality != someone.municipality:
        return Why.PLACE
    if not row.age_from <= age <= row.age_to:
        return Why.AGE
    if row.sex and row.sex != someone.sex:
        return Why.SEX
    return None
