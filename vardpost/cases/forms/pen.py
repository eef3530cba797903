"""Two tabs, or two devices, with one draft: neither writes over what the other wrote.

A page says from which state of the draft it was drawn (`draft_version`, a digest of the answers)
and, where scripts run, which tab it is and how many times it has saved (`draft_tab`). A tab may
always write over itself; over another only when the page was drawn from what is kept now.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Texts = Mapping[str, Sequence[str]]
#: Write it; leave it, since this tab has written something newer; or tell, and keep both.
Verdict = Literal["write", "old", "moved"]


@dataclass(frozen=True, slots=True)
class Pen:
    """Who holds the pen: the tab and its turn, and the state that its page was drawn from."""

    tab: str = ""
    turn: int = 0
    base: str = ""

    def kept(self) -> dict[str, object]:
        """Return what is kept beside the draft, so that the next save can be judged."""
        return {"tab": self.tab, "turn": self.turn}


def mark(texts: Texts) -> str:
    """Return a digest of what is typed; a field left empty is as one that was never shown."""
    typed = {name: list(each) for name, each in texts.items() if any(one.strip() for one in each)}
    told = json.dumps(typed, sort_keys=True, ensure_ascii=True).encode()
    return hashlib.sha256(told).hexdigest()[:20]


def pen_of(posted: Mapping[str, Any]) -> Pen:
    """Read the two fields of the page's own machinery; anything strange is no tab and no state."""
    tab, _, turn = str(posted.get("draft_tab") or "")[:60].partition(".")
    known = turn.isascii() and turn.isdigit() and len(turn) < 10
    base = str(posted.get("draft_version") or "")[:40]
    return Pen(tab, int(turn), base) if known else Pen(base=base)


def judge(pen: Pen, typed: Texts, kept: Texts, last: Mapping[str, Any]) -> Verdict:
    """Say what to do with what a page has typed, given what is kept and who wrote that `last`."""
    if pen.tab and pen.tab == last.get("tab"):
        return "write" if pen.turn >= int(last.get("turn", 0)) else "old"
    if not pen.base or mark(kept) in {pen.base, mark(typed), mark({})}:
        return "write"
    return "moved"
