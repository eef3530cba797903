"""A page server of its own with debug on, since the style guide exists only then."""

import threading
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


@pytest.fixture(scope="module")
def guide() -> Iterator[str]:
    """Serve the shell in a thread, and return its address.

    Without the door: it asks the database, and nothing here belongs to a person.
    """
    steps = [name for name in settings.MIDDLEWARE if not name.startswith("vardpost.people.")]
    with override_settings(DEBUG=True, ALLOWED_HOSTS=["*"], MIDDLEWARE=steps):
        server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet, ipv6=False)
        server.set_app(get_wsgi_application())
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        server.server_close()
