"""What a unit's settings hold, as plain data: made by forms, kept by actions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContactData:
    """What a unit tells of itself beside what the directory says."""

    phone: str = ""
    email: str = ""
    about_sv: str = ""
    about_en: str = ""
