"""Old words in all texts, at a region's or the national office: where, whose, in which state."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.casetypes.queries.central import pages_of_units
from vardpost.casetypes.queries.words_found import Hit, find_words
from vardpost.casetypes.views.home import Home, home
from vardpost.kernel import typed
from vardpost.policy.permissions import Permission
from vardpost.shell.access import staff

#: More is no word that anybody looks for; more words at a time would be another question.
_MOST_TYPED, _MOST_WORDS = 80, 5
#: More texts of a kind than this nobody reads on one page; the words are changed in all of them.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Owned:
    """What one owner's texts say: a unit's, or with neither name nor HSA-id an office's."""

    name: str
    hsa_id: str
    #: The unit's page in the overview; empty for an office's own texts.
    href: str
    hits: list[Hit]


@staff(Permission.CENTRAL_TYPE_EDIT)
@require_safe
def search(request: HttpRequest, region: str) -> HttpResponse:
    """Show where texts say some words: the offices', then those of units.

    A region finds the nation's texts too, which it reads and does not change.
    """
    place = home(request, region=region)
    asked = typed.one_line(typed.kept(request.GET.get("q", "")[: _MOST_TYPED * 8]))
    words = _words(asked)
    found = [
        hit for one in words if len(one) > 1 for hit in find_words(one, region=region, most=_MOST)
    ]
    context = {
        "home": place,
        "base": place.base,
        "q": asked,
        "hits": len(found),
        "change": f"/r/{region}/villkor/byt" if region else "/n/villkor/byt",
        "each": [one for one in words if len(one) > 1],
        "owned": _owned(place, found),
        "messages": f"/r/{region}/mottagningsadministratorer/meddelanden" if region else "",
        "short": [one for one in words if len(one) == 1],
        "whole": len(found) < _MOST,
        "most": _MOST,
    }
    return render(request, "casetypes/central_search.html", context)


def _words(asked: str) -> list[str]:
    """Return what is looked for: words with a comma between are each looked for by themselves."""
    parts = [part.strip()[:_MOST_TYPED] for part in asked.split(",")]
    return list(dict.fromkeys(part for part in parts if part))[:_MOST_WORDS]


def _owned(place: Home, found: list[Hit]) -> list[Owned]:
    """Return the places by owner: offices first, then units by name."""
    pages = pages_of_units({hit.hsa_id for hit in found if hit.hsa_id})
    ordered = sorted(found, key=lambda hit: (hit.unit != "", hit.region, hit.unit, hit.hsa_id))
    made = []
    for key, hits in groupby(ordered, key=lambda hit: (hit.region, hit.unit, hit.hsa_id)):
        region, unit, hsa_id = key
        office = place.name if region == place.region_id else region or _("Nationell förvaltning")
        name = unit or office
        made.append(Owned(name, hsa_id, pages.get(hsa_id, ""), list(hits)))
    return made
