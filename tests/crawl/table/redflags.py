"""The nation's red flags: the list, and the draft of its next version."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A
from vardpost.kernel import clock

_READ, _DONE = (A.PAGE_READ,), (A.RED_FLAGS_DRAFTED,)
_SIGN, _OWN = {"key": "chest_pain"}, {"key": "adder_bite"}
_GROUP = {"name": "pain"}
_HELD = {"utkast": "@flags draft", "version": "@flags version"}
_NEW = {
    "name_sv": "getingstick",
    "name_en": "wasp sting",
    "advice": "unit",
    "sv": "geting*",
    "version": "@flags version",
}

_NEWBORN = {"key": "fever_newborn"}
_TOGETHER = {
    "name_sv": "bröstsmärta och feber",
    "name_en": "chest pain and fever",
    "advice": "112",
    "sign_1_1": "chest_pain",
    "sign_2_1": "fever",
    "version": "@flags version",
}

ROUTES: Mapping[str, Sequence[Act]] = {
    "office-flags": [
        Act("nation", _READ),
        Act("nation", post={}, why="a draft is open already: leads to it and changes nothing"),
    ],
    "office-flags-version": [Act("nation", _READ, at={"number": "1"})],
    "office-flags-draft": [
        Act("nation", _READ),
        Act(
            "nation",
            _DONE,
            post={
                **_HELD,
                "steg": "propose",
                "reason": "Skäl",
                "valid_from": clock.today().isoformat(),
            },
        ),
        Act("nation", _DONE, post={**_HELD, "steg": "discard"}),
    ],
    "office-flags-try": [
        Act("nation", _READ),
        Act("nation", _READ, post={"text": "En huggorm bet mig i foten."}),
    ],
    "office-flags-owner": [
        Act("nation", _READ),
        Act("nation", _DONE, post={"title": "överläkare"}, form="office-flags-owner"),
    ],
    "office-flags-group": [
        Act("nation", _READ, at=_GROUP),
        Act("nation", _DONE, at=_GROUP, post={"words": "pain"}, form="office-flags-group"),
    ],
    "office-flags-group-add": [
        Act("nation", _READ),
        Act(
            "nation", _DONE, post={"name": "geting", "words": "geting", "version": "@flags version"}
        ),
    ],
    "office-flags-group-remove": [
        Act("nation", _DONE, at={"name": "huggorm"}, post={"version": "@flags version"}),
    ],
    "office-flags-together-add": [Act("nation", _READ), Act("nation", _DONE, post=_TOGETHER)],
    "office-flags-together": [
        Act("nation", _READ, at=_NEWBORN),
        Act("nation", _DONE, at=_NEWBORN, post={"younger": "4"}, form="office-flags-together"),
    ],
    "office-flags-together-remove": [
        Act("nation", _DONE, at=_NEWBORN, post={"version": "@flags version"}),
    ],
    "office-flag-add": [Act("nation", _READ), Act("nation", _DONE, post=_NEW)],
    "office-flag": [
        Act("nation", _READ, at=_SIGN),
        Act("nation", _DONE, at=_OWN, post={"sv": "huggorm*\nhuggormsbett"}, form="office-flag"),
    ],
    "office-flag-remove": [
        Act("nation", _DONE, at=_OWN, post={"version": "@flags version"}),
    ],
}
