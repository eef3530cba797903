"""Terms of use: read by anybody, accepted by whoever signs in, written by the national office."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A
from vardpost.kernel import clock

_READ, _DONE = (A.PAGE_READ,), (A.TERMS_OF_USE_DRAFTED,)
_TEXT = "terms of use, the same for everybody"
_NOTHING = "nothing waits for anybody here: it leads on"
_AT = {"audience": "invanare"}
_HELD = {"utkast": "@terms draft", "version": "@terms version"}

ROUTES: Mapping[str, Sequence[Act]] = {
    "use-terms": [Act("", why=_TEXT)],
    "use-terms-version": [Act("", why=_TEXT, at={"audience": "personal", "number": "1"})],
    "use-terms-accept": [
        Act("resident", why=_NOTHING),
        Act("resident", why=_NOTHING, post={"version": "1"}),
    ],
    "office-use-terms": [
        Act("nation", _READ),
        Act("nation", why="one is open already", post={"for": "invanare"}),
        Act("nation", _DONE, post={"for": "personal"}),
    ],
    "office-use-terms-draft": [
        Act("nation", _READ, at=_AT),
        Act(
            "nation",
            _DONE,
            at=_AT,
            post={**_HELD, "steg": "propose", "valid_from": clock.today().isoformat()},
        ),
        Act("nation", _DONE, at=_AT, post={**_HELD, "steg": "discard"}),
    ],
    "office-use-terms-text": [
        Act("nation", _READ, at=_AT),
        Act("nation", _DONE, at=_AT, post={"text_sv": "Nya"}, form="office-use-terms-text"),
    ],
}
