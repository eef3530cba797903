"""What the demo's national office has told of the service: something planned, and what has been."""

from datetime import datetime, timedelta

from vardpost.config.demo.personas import Cast
from vardpost.kernel.actor import Actor
from vardpost.kernel.clock import STOCKHOLM
from vardpost.kernel.ids import new_id
from vardpost.operating.actions.notice import end_notice, keep_notice
from vardpost.operating.values import NoticeData


def tell(cast: Cast, now: datetime) -> None:
    """Write the notices; none is in force, so that no page of the demo is pushed down."""
    office = cast.staff["national_office"]
    actor = Actor(
        kind="staff",
        person_id=office.id,
        name=office.name,
        title=office.title,
        hsa_id=office.hsa_id,
        roles=frozenset({"national_office"}),
    )
    night = (now.astimezone(STOCKHOLM) + timedelta(days=5)).replace(hour=22, minute=0)
    planned = NoticeData(
        severity="limited",
        audience="everyone",
        regions=(),
        title_sv="Planerat underhåll",
        text_sv="Vårdpost går långsamt mellan 22 och 23. Det du skriver sparas som vanligt.",
        title_en="Planned maintenance",
        text_en="Vårdpost is slow between 22 and 23. What you write is saved as usual.",
        starts_at=night,
        ends_at=night + timedelta(hours=1),
    )
    keep_notice(actor=actor, notice_id=new_id(), version=0, data=planned)
    key = new_id()
    late = NoticeData(
        severity="information",
        audience="staff",
        regions=("14",),
        title_sv="Mejlaviseringar dröjde",
        text_sv="Aviseringar till funktionsbrevlådor kom upp till en timme sent. Alla är skickade.",
        title_en="E-mail notices were late",
        text_en="Notices to shared mailboxes came up to an hour late. All have been sent.",
        starts_at=now - timedelta(hours=3),
    )
    keep_notice(actor=actor, notice_id=key, version=0, data=late)
    end_notice(actor=actor, notice_id=key, version=1)
