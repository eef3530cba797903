"""Addresses: every view says who may open it, paths are plain, parameters are typed."""

import re

import pytest
from django.urls import get_resolver

from tools.write_reference import urls
from vardpost.policy.permissions import Permission
from vardpost.shell.access import Access

URLS = urls()
#: Anyone may open these, signed in or not; a new one is a decision.
PUBLIC = {
    "/",
    "/sprak",
    "/tathet",
    "/tema",
    "/favicon.ico",
    "/styleguide",
    "/styleguide/<slug:page>",
    "/hjalp",
    "/tillganglighet",
    "/personuppgifter",
    "/kakor",
    "/kontakt",
    "/logga-in",
    "/logga-ut",
    "/demo/personas.json",
    "/demo/logga-in",
    "/demo/post",
    "/bilder/<hash:name>",
    "/anvandarvillkor",
    "/anvandarvillkor/<slug:audience>/version/<int:number>",
    "/driftinformation",
    "/driftinformation/dolj/<slug:key>",
    "/katalog",
    "/katalog.json",
    "/katalog/<slug:slug>",
    "/katalog/sitemap.xml",
    "/robots.txt",
}


@pytest.mark.parametrize(("path", "entry"), URLS, ids=lambda value: str(value))
def test_every_view_has_an_access_mark(path: str, entry: object) -> None:
    access = getattr(getattr(entry, "callback", None), "access", None)
    assert isinstance(access, Access), "use a mark of vardpost.shell.access"
    assert access.permission is None or access.permission in set(Permission)
    assert (access.who == "public") == (path in PUBLIC)
    if access.who in {"resident", "staff", "resident or staff"}:
        assert access.permission is not None


def test_the_public_list_names_what_exists() -> None:
    assert {path for path, _entry in URLS} >= PUBLIC


@pytest.mark.parametrize("path", [path for path, _entry in URLS])
def test_paths_are_plain_and_parameters_typed(path: str) -> None:
    plain = re.sub(r"<(uuid|slug|int|str|[a-z]+):[a-z_]+>", "x", path)
    assert re.fullmatch(r"/|(/[a-z0-9.-]+)+/?", plain), plain
    assert "<str:" not in path, "a str takes anything; name what it is"


def test_pages_of_staff_name_the_unit_and_those_of_residents_do_not() -> None:
    for path, entry in URLS:
        access = getattr(entry.callback, "access", None)
        if access and access.who == "staff" and access.permission in _ON_A_UNIT:
            assert "<slug:unit>" in path, path
        if access and access.who == "resident":
            assert not path.startswith("/m/"), path


#: Permissions that a page asks for on the unit it names.
_ON_A_UNIT = {p for p in Permission if p.startswith("cases:")}


def test_errors_have_pages_of_ours() -> None:
    resolver = get_resolver()
    for status in (400, 403, 404, 500):
        assert resolver.resolve_error_handler(status).__module__.startswith("vardpost.")
