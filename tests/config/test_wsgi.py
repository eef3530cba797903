"""Whose word on the visitor's address is taken."""

from typing import Any

import pytest

from vardpost.config.wsgi import behind, for_loopback


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


@pytest.mark.parametrize(
    ("visitor", "status"),
    [("127.0.0.1", "200"), ("::1", "200"), ("192.0.2.1", "403"), ("10.0.0.8", "403"), ("", "403")],
)
def test_the_demo_answers_this_machine_alone(visitor: str, status: str) -> None:
    told: list[str] = []

    def pages(environ: dict[str, Any], start: Any) -> list[bytes]:
        start("200 OK", [])
        return []

    for_loopback(pages)({"REMOTE_ADDR": visitor}, lambda text, _: told.append(text[:3]))
    assert told == [status]
