"""A team: text in, clean values out."""

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from vardpost.kernel.errors import BadInput
from vardpost.routing.values import LONGEST_NAME, TeamData


def typed(posted: QueryDict, choices: Sequence[tuple[str, str]]) -> TeamData:
    """Return what was typed; members who cannot be chosen are left out."""
    chosen = set(posted.getlist("members"))
    members = tuple((key, name) for key, name in choices if key in chosen)
    return TeamData(posted.get("name", "")[:999], members)


def parse(posted: QueryDict, choices: Sequence[tuple[str, str]]) -> TeamData:
    """Return the team of a posted form; `choices` are (id, name). Raises `BadInput`."""
    team = typed(posted, choices)
    name = " ".join(team.name.split())
    errors = {}
    if not name:
        errors["name"] = _("Skriv vad teamet heter")
    elif len(name) > LONGEST_NAME:
        text = _("Korta namnet till högst {n} tecken")
        errors["name"] = text.replace("{n}", str(LONGEST_NAME))
    if not team.members:
        errors["members"] = _("Välj minst en person")
    if errors:
        raise BadInput(errors)
    return TeamData(name, team.members)
