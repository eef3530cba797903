"""What hinders a start in production, each alone."""

from dataclasses import replace
from typing import Any

import pytest

from vardpost.config.environment import ENVIRONMENT
from vardpost.config.guard import is_loopback, problems

GOOD = replace(
    ENVIRONMENT,
    secret_key="n3Qz7-Lp0sVtYw2xKdB8mRfGh5JcUeAo1iTqXy6ZbMl4",
    demo=False,
    debug=False,
    as_owner=False,
    https=True,
    database_url="postgresql://app_web@db/vardpost",
    public_origin="https://vardpost.example.se",
    allowed_hosts=("vardpost.example.se",),
)


def test_good_settings_start() -> None:
    assert list(problems(GOOD)) == []


def test_loopback_needs_no_certificate() -> None:
    local = replace(
        GOOD, https=False, public_origin="http://127.0.0.1:8000", allowed_hosts=("127.0.0.1",)
    )
    assert list(problems(local)) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "demo-only-not-secret"}, "SECRET_KEY"),
        ({"secret_key": "test-only-not-secret"}, "SECRET_KEY"),
        ({"secret_key": "django-insecure-" + "x1y2z3w4v5u6" * 5}, "SECRET_KEY"),
        ({"secret_key": "a" * 80}, "SECRET_KEY"),
        ({"secret_key": "k3Y9z"}, "SECRET_KEY"),
        ({"demo": True}, "DEMO"),
        ({"debug": True}, "DEBUG"),
        ({"as_owner": True}, "DATABASE_AS_OWNER"),
        ({"database_url": ""}, "DATABASE_URL"),
        ({"https": False}, "HTTPS"),
        ({"public_origin": "http://vardpost.example.se"}, "https"),
        ({"public_origin": "vardpost.example.se"}, "PUBLIC_ORIGIN"),
        ({"public_origin": "https://vardpost.example.se/x"}, "PUBLIC_ORIGIN"),
        ({"allowed_hosts": ("other.example.se",)}, "ALLOWED_HOSTS"),
        ({"allowed_hosts": ("vardpost.example.se", "*")}, "ALLOWED_HOSTS"),
    ],
)
def test_each_unsafe_setting_is_named(change: dict[str, Any], word: str) -> None:
    found = list(problems(replace(GOOD, **change)))
    assert found
    assert any(word in text for text in found)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "::", "", "10.0.0.1", "vardpost.example.se"])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)
