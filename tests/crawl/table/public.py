"""Pages for anyone, and signing in and out."""

from collections.abc import Mapping, Sequence

from tests.crawl.asking import Act
from vardpost.audit.events import AuditEvent as A

_FIXED = "a text of ours, the same for everybody"
_COOKIE = "a cookie of the browser's own"
_PROBE = "asked by watchdogs; nobody is signed in and nothing is about anybody"
_CATALOGUE = "what units take which kinds of case; anyone may know, and nobody is in it"
_DEMO = "made-up people, and only in the demo"

ROUTES: Mapping[str, Sequence[Act]] = {
    "start": [Act("", why=_FIXED)],
    "hjalp": [Act("", why=_FIXED)],
    "tillganglighet": [Act("", why=_FIXED)],
    "personuppgifter": [Act("", why=_FIXED)],
    "kakor": [Act("", why=_FIXED)],
    "kontakt": [Act("", why=_FIXED)],
    "favicon": [Act("", why=_FIXED)],
    "styleguide": [Act("", why="made-up samples, and only in debug", status=404)],
    "styleguide_page": [
        Act("", why="made-up samples, and only in debug", at={"page": "inbox"}, status=404)
    ],
    "audit_heads": [Act("", why="hashes and signatures of the ledger, for anyone to keep")],
    "healthz": [Act("", why=_PROBE)],
    "readyz": [Act("", why=_PROBE)],
    "set_language": [Act("", why=_COOKIE, post={"lang": "en"})],
    "set_theme": [Act("", why=_COOKIE, post={"theme": "dark"})],
    "set_density": [Act("", why=_COOKIE, post={"density": "compact"})],
    "form_picture": [Act("", why="a drawing in a form, about nobody", at={"name": "picture"})],
    "operation": [Act("", why="how the service is, told to everybody")],
    "operation-hide": [
        Act("", why=_COOKIE, at={"key": "0123456789ab-1"}, post={}),
    ],
    "catalogue": [Act("", why=_CATALOGUE)],
    "catalogue-json": [Act("", why=_CATALOGUE)],
    "catalogue-sitemap": [Act("", why=_CATALOGUE)],
    "catalogue-unit": [Act("", why=_CATALOGUE)],
    "robots": [Act("", why="for robots, the same for all of them")],
    "sign-in": [Act("", why=_DEMO)],
    "demo-personas": [Act("", why=_DEMO)],
    "demo-post": [Act("", why=_DEMO)],
    "demo-sign-in": [
        Act(
            "",
            (A.SIGNED_IN,),
            post={"persona": "kanariefagel"},
            differs="whoever was signed in is signed out first",
        ),
        Act(
            "receiver",
            (A.SIGNED_OUT, A.SIGNED_IN),
            post={"persona": "kanariefagel"},
            differs="a stranger is not signed out",
        ),
    ],
    "sign-out": [
        Act("receiver", (A.SIGNED_OUT,), post={}),
        Act("", why="nobody was signed in", post={}, differs="others were"),
    ],
}
