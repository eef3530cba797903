"""A draft of the nation's red flags that somebody of the national office writes on."""

from vardpost.people.session import open_scope
from vardpost.redflags.actions.national import begin_draft, change_draft
from vardpost.redflags.drafts import values_of
from vardpost.redflags.queries.drafts import open_draft

SIGN = {
    "label": {"sv": "huggormsbett", "en": "adder bite"},
    "advice": "112",
    "sv": ["huggorm*"],
    "en": ["adder ~2 bite"],
}
#: A group that no sign uses.
WORDS = {"words": ["huggorm", "huggormen"]}


def flags(token: str) -> dict[str, str]:
    """Begin a draft as the one whose session it is; return its key and version."""
    actor = open_scope(token, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    begin_draft(actor=actor)
    found = open_draft()
    assert found is not None
    change_draft(actor=actor, draft_id=found.id, version=1, part="flag:adder_bite", values=SIGN)
    change_draft(actor=actor, draft_id=found.id, version=2, part="group:huggorm", values=WORDS)
    assert values_of(found.definition, "flag:chest_pain")
    return {"flags draft": str(found.id), "flags version": "3"}
