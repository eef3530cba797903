"""The catalogue as pages and as data. Nothing here depends on who asks."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vardpost.catalogue import queries
from vardpost.catalogue.queries import Listed, Wanted
from vardpost.kernel import typed
from vardpost.kernel.errors import NotFound
from vardpost.shell.access import public
from vardpost.shell.jinja import language
from vardpost.units import queries as units
from vardpost.units.models import UnitKind
from vardpost.units.opening import week_text
from vardpost.units.queries.ending import moved_to
from vardpost.units.words import kind_name, kind_names

#: Longer than any unit's name; more is not a name.
_MOST_TYPED = 80
#: Minutes that others may keep the data: a unit that switches a case type off is told that.
_KEPT = "public, max-age=300"
#: What a choice may look like; anything else is a mistake, and is told.
_SHAPES = {
    "region": re.compile(r"\d{2}"),
    "kommun": re.compile(r"\d{4}"),
    "arendetyp": re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}"),
    "typ": re.compile("|".join(UnitKind.values)),
}


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the units that fit the choices, a page at a time, by name."""
    wanted, wrong = _wanted(request.GET)
    found, more = ([], False) if wrong else queries.page(wanted, _cursor(request.GET))
    places = queries.places()
    asked = {name: value for name, value in request.GET.items() if value and name in _NAMES}
    return render(
        request,
        "catalogue/units.html",
        {
            "wanted": wanted,
            "wrong": [_wrong_words(name) for name in wrong],
            "q": " ".join(wanted.words),
            "found": [(one, kind_name(one.kind)) for one in found],
            "regions": _once([(code, name) for code, name, _code, _name in places]),
            "places": [
                (code, name)
                for region, _region, code, name in places
                if wanted.region in {"", region}
            ],
            "kinds": kind_names(),
            "types": [(key, title.of(language())) for key, title in queries.central_titles()],
            "query": urlencode(asked),
            "next": urlencode({**asked, "efter": str(found[-1].id)}) if more else "",
            "later": "efter" in request.GET,
            "canonical": settings.PUBLIC_ORIGIN + "/katalog",
        },
        status=400 if wrong else 200,
    )


@public
@require_safe
def one_unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one unit: what it takes, when it is open, how to reach it. Raises `NotFound`."""
    listed, unit = queries.by_slug(slug), units.unit_by_slug(slug)
    if listed is None or unit is None:
        moved = moved_to(slug)
        if moved is not None:
            context = {"moved": moved, "at": "/katalog"}
            return render(request, "catalogue/moved.html", context, status=410)
        raise NotFound(f"unit {slug[:80]}")
    english = language() == "en" and bool(unit.about_en)
    return render(
        request,
        "catalogue/unit.html",
        {
            "listed": listed,
            "unit": unit,
            "kind": kind_name(unit.kind),
            "hours": week_text(units.week(unit.hours), language())
            if units.hours_told(unit.hours)
            else "",
            "about": unit.about_en if english else unit.about_sv,
            "about_lang": "en" if english else "sv",
            "offers": [title.of(language()) for _key, title in listed.offers],
            "canonical": f"{settings.PUBLIC_ORIGIN}/katalog/{slug}",
        },
    )


@public
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Give all units that fit: `{"units": [{hsa_id, name, region, municipality, kind, …}]}`.

    Regions and municipalities are official codes, case types are keys. Open to any page.
    """
    wanted, wrong = _wanted(request.GET)
    if wrong:
        return JsonResponse(
            {"error": "bad_request", "message": " ".join(_wrong_words(name) for name in wrong)},
            status=400,
            json_dumps_params={"ensure_ascii": False},
        )
    answer = JsonResponse(
        {"units": [_as_data(one) for one in queries.everything(wanted)]},
        json_dumps_params={"ensure_ascii": False},
    )
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Cache-Control"] = _KEPT
    return answer


@public
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every page of the catalogue for search engines (sitemaps.org, 0.9)."""
    pages = ["/katalog", *(f"/katalog/{slug}" for slug in queries.slugs())]
    rows = "".join(
        f"<url><loc>{escape(settings.PUBLIC_ORIGIN + page)}</loc></url>\n" for page in pages
    )
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n',
        content_type="application/xml; charset=utf-8",
    )


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines to read the catalogue and the running texts, and nothing else."""
    return HttpResponse(
        "User-agent: *\nAllow: /$\nAllow: /katalog\nAllow: /static/\nAllow: /tillganglighet\n"
        "Allow: /personuppgifter\nAllow: /kakor\nAllow: /hjalp\nAllow: /kontakt\nDisallow: /\n"
        f"Sitemap: {settings.PUBLIC_ORIGIN}/katalog/sitemap.xml\n",
        content_type="text/plain; charset=utf-8",
    )


_NAMES = (*_SHAPES, "q")


def _wanted(asked: Mapping[str, str]) -> tuple[Wanted, list[str]]:
    """Return what is asked for, and the names of the choices that cannot be what they say."""
    values = {name: asked.get(name, "").strip() for name in _SHAPES}
    wrong = [name for name, value in values.items() if value and not _SHAPES[name].fullmatch(value)]
    good = {name: "" if name in wrong else value for name, value in values.items()}
    words = typed.one_line(typed.kept(asked.get("q", "")[: _MOST_TYPED * 4]))[:_MOST_TYPED]
    return (
        Wanted(
            good["region"], good["kommun"], good["typ"], good["arendetyp"], tuple(words.split())
        ),
        wrong,
    )


def _wrong_words(name: str) -> str:
    return {
        "region": _("Regionen ska vara en kod med två siffror, till exempel 14."),
        "kommun": _("Kommunen ska vara en kod med fyra siffror, till exempel 1480."),
        "arendetyp": _("Ärendetypen ska vara en nyckel, till exempel renew_prescription."),
        "typ": _("Den sortens mottagning finns inte."),
    }[name]


def _as_data(one: Listed) -> dict[str, object]:
    return {
        "hsa_id": one.hsa_id,
        "name": one.name,
        "region": one.region_id,
        "municipality": one.municipality_id,
        "kind": one.kind,
        "case_types": [key for key, _title in one.offers],
        "url": f"{settings.PUBLIC_ORIGIN}/katalog/{one.slug}",
    }


def _cursor(asked: Mapping[str, str]) -> UUID | None:
    """Return where the page begins; what is no such place begins from the start."""
    try:
        return UUID(asked.get("efter", ""))
    except ValueError:
        return None


def _once(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each pair once, in the order they came."""
    return list(dict.fromkeys(pairs))
