"""A closed-loop client of bare sockets: keep-alive, identity encoding, every answer checked."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Request = bytes
#: Gives the next request of one client, or None when there is none left.
Source = Callable[[int], Request | None]


@dataclass(slots=True)
class Result:
    """What one round of one operation gave: milliseconds per request, and the wall time."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    wrong: list[bytes] = field(default_factory=list)
    bytes_of_page: int = 0


class Connection:
    """One keep-alive connection to a server on loopback."""

    def __init__(self, port: int) -> None:
        """Connect, with no delay for small packets."""
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left = b""

    def send(self, request: Request) -> tuple[bytes, bytes]:
        """Send one request and return head and body. Raises `OSError` when the server hangs up."""
        self.socket.sendall(request)
        data = self.left
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = _length(head)
        while len(body) < length:
            body += self._more()
        self.left = body[length:]
        return head, body[:length]

    def _more(self) -> bytes:
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise OSError("the server hung up")
        return chunk

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def request(
    method: str, path: str, cookies: dict[str, str], body: bytes = b"", port: int = 0
) -> Request:
    """Return the bytes of one request as a signed-in person's browser sends it."""
    jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: {jar}"]
    lines += ["Accept: text/html", "Accept-Language: sv", "Accept-Encoding: identity"]
    lines += [f"Origin: http://127.0.0.1:{port}"]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded"]
        lines += [f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def drive(port: int, source: Source, *, clients: int, seconds: float, expected: int) -> Result:
    """Let `clients` ask one after another for `seconds`; requests in flight are waited for."""
    result, lock = Result(), threading.Lock()
    until = time.perf_counter() + seconds
    code = f" {expected} ".encode()

    def loop(number: int) -> None:
        times: list[float] = []
        connection = Connection(port)
        size = 0
        while time.perf_counter() < until and (asked := source(number)) is not None:
            started = time.perf_counter()
            head, body = connection.send(asked)
            times.append((time.perf_counter() - started) * 1000)
            size = len(body)
            if code not in head[:20]:
                with lock:
                    result.wrong.append(head[:200])
                break
        connection.close()
        with lock:
            result.times += times
            result.bytes_of_page = size

    started = time.perf_counter()
    threads = [threading.Thread(target=loop, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - started
    return result
