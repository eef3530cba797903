"""What a page fetches by itself does not keep a session alive; what a person does, does."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests import people_made as made
from tests.database import as_owner
from vardpost.kernel import clock, db

pytestmark = pytest.mark.django_db
PAGE = "/mina/aviseringar"


def seen_at() -> datetime:
    with as_owner():
        row = db.fetch_one("select seen_at from login_session")
    assert row
    moment: datetime = row[0]
    return moment


def test_a_page_that_follows_others_lets_the_session_idle_out() -> None:
    with as_owner():
        token = made.sign_in(made.person(), "resident")
        before = clock.now() - timedelta(minutes=settings.SESSION_IDLE_MINUTES - 1)
        db.execute("update login_session set seen_at = %s", [before])
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = token
    assert client.get(PAGE, headers={"X-Live": "1"}).status_code == 200
    assert seen_at() == before
    assert client.get(PAGE).status_code == 200
    assert seen_at() > before + timedelta(minutes=1)


def test_a_post_is_always_a_visit() -> None:
    with as_owner():
        token = made.sign_in(made.person(), "resident")
        before = clock.now() - timedelta(minutes=30)
        db.execute("update login_session set seen_at = %s", [before])
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = token
    assert client.post(PAGE, {"language": "sv"}, headers={"X-Live": "1"}).status_code == 303
    assert seen_at() > before
