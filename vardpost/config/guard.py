"""What must be so before the product serves real people: `./manage.py run` asks at each start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from vardpost.config.environment import Environment

#: A random key of 50 characters is what Django makes; this many is the least we take.
SHORTEST_KEY = 40
FEWEST_CHARACTERS = 12
KNOWN_KEYS = ("demo", "test-only", "django-insecure", "changeme", "change-me", "secret-key")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
OLDEST_POSTGRESQL = 150000


def problems(environment: Environment) -> Iterator[str]:
    """Yield each thing that hinders a start, as a sentence that says what to do."""
    yield from _secrets(environment)
    yield from _addresses(environment)
    if environment.demo:
        yield "DEMO is on: with it anyone can be anyone. Unset DEMO."
    if environment.debug:
        yield "DEBUG is on: it shows the inside of the program to visitors. Unset DEBUG."
    if environment.as_owner:
        yield "DATABASE_AS_OWNER is on: pages must not own the tables. Unset it."
    if not environment.database_url:
        yield "DATABASE_URL is missing: the address that the application's role connects to."


def is_loopback(host: str) -> bool:
    """Tell whether a host can be reached from this machine only."""
    return host.strip("[]") in LOOPBACK


def _secrets(environment: Environment) -> Iterator[str]:
    key = environment.secret_key
    if not key:
        yield "SECRET_KEY is missing: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    elif any(known in key.lower() for known in KNOWN_KEYS):
        yield "SECRET_KEY is a well-known one: make a random one."
    elif len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS:
        yield f"SECRET_KEY is too simple: at least {SHORTEST_KEY} random characters."


def _addresses(environment: Environment) -> Iterator[str]:
    origin = urlsplit(environment.public_origin)
    host = origin.hostname or ""
    if origin.scheme not in {"http", "https"} or not host or origin.path.strip("/"):
        yield "PUBLIC_ORIGIN must be the address people type: https://vardpost.example.se"
    elif not is_loopback(host) and not (origin.scheme == "https" and environment.https):
        yield "PUBLIC_ORIGIN must be https, with HTTPS=1: cookies and HSTS depend on it."
    if (
        host
        and host not in environment.allowed_hosts
        and f"[{host}]" not in environment.allowed_hosts
    ):
        yield f"ALLOWED_HOSTS must hold the host of PUBLIC_ORIGIN: {host}"
    if "*" in environment.allowed_hosts:
        yield "ALLOWED_HOSTS holds *: name the hosts."
