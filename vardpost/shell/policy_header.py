"""The Content-Security-Policy; apart from `headers`, since the settings read it first of all."""

from typing import Any


def content_security_policy(stream_origin: str = "") -> dict[str, Any]:
    """Return django-csp's setting: nothing but our own files, and the stream's origin if given."""
    connect = ["'self'", stream_origin] if stream_origin else ["'self'"]
    return {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            "script-src": ["'self'"],
            "style-src": ["'self'"],
            "img-src": ["'self'", "data:"],
            "font-src": ["'self'"],
            "connect-src": connect,
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
            "base-uri": ["'none'"],
            "manifest-src": ["'self'"],
        }
    }
