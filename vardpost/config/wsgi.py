"""The door for granian: pages."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from vardpost.config.environment import ENVIRONMENT

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vardpost.config.settings.production")


def behind(proxies: tuple[str, ...], pages: Any) -> Any:
    """Return `pages`, believing the named proxies alone about the visitor's address.

    The ledger holds that address: a header that anybody may send must not decide it.
    """
    return wrap_wsgi_with_proxy_headers(pages, list(proxies)) if proxies else pages


application = behind(ENVIRONMENT.trusted_proxies, get_wsgi_application())
