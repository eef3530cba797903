"""Addresses of log review."""

from django.urls import path

from vardpost.review.views import ending, mine, overview, review, sample, search, signals

_PAGE = "m/<slug:unit>/granskning"
_ONE = f"{_PAGE}/<uuid:review_id>"
_ITEM = f"{_ONE}/<int:place>"

urlpatterns = [
    path(_PAGE, overview.overview, name="review"),
    path(f"{_PAGE}/sok", search.begin, name="review-search"),
    path(f"{_PAGE}/sok/<uuid:search_id>", search.found, name="review-found"),
    path(f"{_PAGE}/sok/<uuid:search_id>/granska", search.choose, name="review-choose"),
    path(f"{_PAGE}/signaler", signals.signals, name="review-signals"),
    path(f"{_PAGE}/stickprov", sample.draw, name="review-sample"),
    path(_ONE, review.review, name="review-one"),
    path(f"{_ONE}/region", ending.tell_region, name="review-tell"),
    path(f"{_ONE}/avsluta", ending.close, name="review-close"),
    path(f"{_ONE}/avbryt", ending.cancel, name="review-cancel"),
    path(f"{_ONE}/protokoll", ending.protocol, name="review-protocol"),
    path(_ITEM, review.item, name="review-item"),
    path(f"{_ITEM}/bedom", review.mark, name="review-mark"),
    path(f"{_ITEM}/fraga", review.question, name="review-question"),
    path("jag/fragor", mine.questions, name="my-questions"),
    path("jag/fragor/<uuid:question_id>", mine.question, name="my-question"),
]
