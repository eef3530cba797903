"""An operating notice in force."""

from datetime import timedelta
from uuid import UUID

from vardpost.kernel import clock
from vardpost.kernel.ids import new_id
from vardpost.operating.actions.notice import keep_notice
from vardpost.operating.values import NoticeData
from vardpost.people.session import open_scope


def notice(token: str) -> UUID:
    """Write a notice as the national office, whose session it is; return its key."""
    actor = open_scope(token, "", request_id="r", address="127.0.0.1")
    assert actor is not None
    key = new_id()
    data = NoticeData(
        severity="limited",
        audience="everyone",
        regions=(),
        title_sv="Meddelanden dröjer",
        text_sv="Mejl kommer en timme sent.",
        title_en="",
        text_en="",
        starts_at=clock.now() - timedelta(hours=1),
    )
    keep_notice(actor=actor, notice_id=key, version=0, data=data)
    return key
