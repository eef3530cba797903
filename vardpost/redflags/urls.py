"""Addresses of the unit's page about red flags, and of the national office's."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from vardpost.redflags.views import (
    national,
    national_combinations,
    national_parts,
    national_trial,
    national_words,
    own,
)


class GroupConverter(StringConverter):
    """The name of a group of words: letters, in any alphabet (`phrases`)."""

    regex = r"[^\W\d_]{1,40}"


register_converter(GroupConverter, "group")

_PAGE = "m/<slug:unit>/admin/larmord"
_NATION = "n/larmord"
_DRAFT = f"{_NATION}/utkast"

urlpatterns = [
    path(_PAGE, own.lists, name="admin-flags"),
    path(f"{_PAGE}/nytt", own.add, name="admin-flag-add"),
    path(f"{_PAGE}/<slug:key>", own.change, name="admin-flag"),
    path(f"{_PAGE}/<slug:key>/ta-bort", own.remove, name="admin-flag-remove"),
    path(_NATION, national.listed, name="office-flags"),
    path(f"{_NATION}/version/<int:number>", national.version, name="office-flags-version"),
    path(_DRAFT, national.draft, name="office-flags-draft"),
    path(f"{_DRAFT}/prova", national_trial.try_out, name="office-flags-try"),
    path(f"{_DRAFT}/ansvarig", national_parts.owner, name="office-flags-owner"),
    path(f"{_DRAFT}/ord", national_words.add, name="office-flags-group-add"),
    path(f"{_DRAFT}/ord/<group:name>", national_words.group, name="office-flags-group"),
    path(
        f"{_DRAFT}/ord/<group:name>/ta-bort",
        national_words.remove,
        name="office-flags-group-remove",
    ),
    path(f"{_DRAFT}/tecken", national_parts.add, name="office-flag-add"),
    path(f"{_DRAFT}/tecken/<slug:key>", national_parts.sign, name="office-flag"),
    path(f"{_DRAFT}/tecken/<slug:key>/ta-bort", national_parts.remove, name="office-flag-remove"),
    path(f"{_DRAFT}/tillsammans", national_combinations.add, name="office-flags-together-add"),
    path(
        f"{_DRAFT}/tillsammans/<slug:key>",
        national_combinations.combination,
        name="office-flags-together",
    ),
    path(
        f"{_DRAFT}/tillsammans/<slug:key>/ta-bort",
        national_combinations.remove,
        name="office-flags-together-remove",
    ),
]
