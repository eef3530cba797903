"""Heads for whoever wants to hold them: posted to addresses that an operator names.

Beside the sealing, in a thread of its own, newest heads first and each try bounded: a witness that
is slow or gone never keeps an entry waiting.
"""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import structlog

from vardpost.audit.keys import Keys
from vardpost.audit.statements import Head

LOG = structlog.get_logger("vardpost.sealer")
#: Seconds for one post.
PATIENCE = 5.0


class Witnesses:
    """Those who are told of heads."""

    def __init__(self, addresses: Sequence[str]) -> None:
        """Keep the addresses; others than http and https are told of and left out."""
        self.addresses = [one for one in addresses if urlsplit(one).scheme in {"http", "https"}]
        for one in set(addresses) - set(self.addresses):
            LOG.error("no address of a witness", address=one)
        self.keys: Keys | None = None
        self._waiting: dict[str, Head] = {}
        self._news = threading.Condition()

    def start(self) -> None:
        """Begin, if there is anybody to tell."""
        if self.addresses:
            threading.Thread(target=self._work, name="witnesses", daemon=True).start()

    def tell(self, heads: Iterable[Head]) -> None:
        """Leave heads to be told; of each log the newest is enough, as it holds all before it."""
        if not self.addresses:
            return
        with self._news:
            self._waiting |= {head.log: head for head in heads}
            self._news.notify()

    def _work(self) -> None:
        while True:
            with self._news:
                while not self._waiting:
                    self._news.wait()
                heads, self._waiting = list(self._waiting.values()), {}
            body = self.body(heads)
            for address in self.addresses:
                post(address, body)

    def body(self, heads: Iterable[Head]) -> bytes:
        """Return what is posted: the keys, and heads as they stand in the file."""
        keys = self.keys.entries if self.keys else ()
        told = {
            "keys": [one.data() for one in keys],
            "heads": [one.statement().data() for one in heads],
        }
        return json.dumps(told, ensure_ascii=False).encode()


def post(address: str, body: bytes) -> bool:
    """Post once; tell whether it was taken."""
    asked = urllib.request.Request(  # noqa: S310  # http or https, see above
        address, data=body, headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310  # the same
            answer.read(1024)
    except (OSError, ValueError, urllib.error.URLError) as error:
        LOG.warning("a witness was not reached", address=address, why=type(error).__name__)
        return False
    return True
