"""All clients share one chain of middleware, and a test with settings of its own has its own."""

from django.conf import LazySettings
from django.test import Client
from django.test.client import ClientHandler


def chain(client: Client) -> object:
    handler = client.handler
    assert isinstance(handler, ClientHandler)
    handler.load_middleware()
    return getattr(handler, "_middleware_chain", None)


def test_clients_share_one_chain() -> None:
    assert chain(Client()) is chain(Client()) is not None


def test_settings_of_a_test_hold_for_its_clients(settings: LazySettings) -> None:
    shared = chain(Client())
    settings.MIDDLEWARE = []
    bare = Client(raise_request_exception=False)
    assert chain(bare) is not shared
    assert "X-Request-Id" not in bare.get("/kakor").headers
