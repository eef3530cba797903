"""The door for granian: pages."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from vardpost.config.environment import ENVIRONMENT
from vardpost.config.guard import is_loopback
from vardpost.config.watch import Watch
from vardpost.kernel import clock
from vardpost.units.calendar import swedish_holidays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vardpost.config.settings.production")


def behind(proxies: tuple[str, ...], pages: Any) -> Any:
    """Return `pages`, believing the named proxies alone about the visitor's address.

    The ledger holds that address: a header that anybody may send must not decide it.
    """
    return wrap_wsgi_with_proxy_headers(pages, list(proxies)) if proxies else pages


def for_loopback(pages: Any) -> Any:
    """Return `pages` for visitors on this machine alone: in the demo anyone can be anyone.

    However it was started, and on whatever address it listens.
    """

    def answer(asked: dict[str, Any], start: Any) -> Any:
        if is_loopback(str(asked["REMOTE_ADDR"])):
            return pages(asked, start)
        start("403 Forbidden", [("content-type", "text/plain; charset=utf-8")])
        return [b"The demo is for this machine only.\n"]

    return answer


_pages = Watch(get_wsgi_application())
swedish_holidays(clock.today().year, with_eves=False)  # loaded now, not by the first visitor
application = (
    for_loopback(_pages) if ENVIRONMENT.demo else behind(ENVIRONMENT.trusted_proxies, _pages)
)
