"""Whose word on the visitor's address is taken."""

from typing import Any

import pytest

from vardpost.config.wsgi import behind


def address(proxies: tuple[str, ...], **headers: str) -> str:
    seen: dict[str, Any] = {}

    def pages(environ: dict[str, Any], start: object) -> list[bytes]:
        seen.update(environ)
        return []

    behind(proxies, pages)({"REMOTE_ADDR": "192.0.2.1", **headers}, None)
    return str(seen["REMOTE_ADDR"])


def test_nobody_is_believed_by_default() -> None:
    assert address((), HTTP_X_FORWARDED_FOR="198.51.100.7") == "192.0.2.1"


def test_a_stranger_is_not_believed() -> None:
    assert address(("192.0.2.99",), HTTP_X_FORWARDED_FOR="198.51.100.7") == "192.0.2.1"


@pytest.mark.parametrize("proxies", [("192.0.2.1",), ("192.0.2.0/24",)])
def test_a_named_proxy_is_believed(proxies: tuple[str, ...]) -> None:
    assert address(proxies, HTTP_X_FORWARDED_FOR="198.51.100.7") == "198.51.100.7"


def test_what_a_visitor_put_before_it_is_not() -> None:
    sent = "203.0.113.5, 198.51.100.7"
    assert address(("192.0.2.1",), HTTP_X_FORWARDED_FOR=sent) == "198.51.100.7"
