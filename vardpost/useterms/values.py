"""What terms of use are: for whom, and the texts of a version. Pure."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from types import MappingProxyType


class Audience(StrEnum):
    """For whom: the kinds of session there are (`kernel/actor.py`)."""

    RESIDENT = "resident"
    STAFF = "staff"


#: How addresses name them.
SLUGS: Mapping[str, Audience] = MappingProxyType(
    {"invanare": Audience.RESIDENT, "personal": Audience.STAFF}
)
#: The same the other way.
SLUG_OF: Mapping[Audience, str] = MappingProxyType({one: slug for slug, one in SLUGS.items()})

#: Longest text of a version, and longest summary of what is new, in characters.
LONGEST_TEXT, LONGEST_SUMMARY = 20_000, 1_000
#: Most paragraphs, headings and lists of a text.
MOST_BLOCKS = 400


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a version, in both languages; `summary` says what is new in a few words."""

    text_sv: str = ""
    text_en: str = ""
    summary_sv: str = ""
    summary_en: str = ""

    def text(self, language: str) -> str:
        """Return the text in a language."""
        return self.text_en if language == "en" else self.text_sv

    def summary(self, language: str) -> str:
        """Return what is new, in a language."""
        return self.summary_en if language == "en" else self.summary_sv

    def listed(self) -> list[str]:
        """Return the texts in the order of the columns."""
        return list(astuple(self))


#: Names of the texts, which are the columns of the tables and the fields of the form.
NAMES = tuple(one.name for one in fields(Words))


def differing(before: Words, after: Words) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts that are not the same, as they were and as they are."""
    names = [name for name in NAMES if getattr(before, name) != getattr(after, name)]
    return (
        {name: getattr(before, name) for name in names},
        {name: getattr(after, name) for name in names},
    )
