"""Addresses of log review."""

from django.urls import path

from vardpost.review.views import (
    alarms,
    ending,
    export,
    limit,
    mine,
    mirror_answer,
    overview,
    plan,
    review,
    rules,
    sample,
    search,
    signals,
    year,
)

_PAGE = "m/<slug:unit>/granskning"
_ONE = f"{_PAGE}/<uuid:review_id>"
_ITEM = f"{_ONE}/<int:place>"
_REGION = "r/<slug:region>/granskning"

urlpatterns = [
    path(_PAGE, overview.overview, name="review"),
    path(f"{_PAGE}/sok", search.begin, name="review-search"),
    path(f"{_PAGE}/sok/<uuid:search_id>", search.found, name="review-found"),
    path(f"{_PAGE}/sok/<uuid:search_id>/granska", search.choose, name="review-choose"),
    path(f"{_PAGE}/sok/<uuid:search_id>/export", export.of_search, name="review-export-search"),
    path(f"{_PAGE}/export", export.exports, name="review-exports"),
    path(f"{_PAGE}/export/<uuid:export_id>", export.export, name="review-export"),
    path(f"{_PAGE}/export/<uuid:export_id>/hamta", export.take, name="review-export-take"),
    path(f"{_PAGE}/export/<uuid:export_id>/stoppa", export.stop, name="review-export-stop"),
    path(f"{_PAGE}/export/<uuid:export_id>/igen", export.restart, name="review-export-again"),
    path(f"{_PAGE}/signaler", signals.signals, name="review-signals"),
    path(f"{_PAGE}/larm", alarms.alarms, name="review-alarms"),
    path(f"{_PAGE}/larm/<uuid:alarm_id>", alarms.alarm, name="review-alarm"),
    path(f"{_PAGE}/larm/<uuid:alarm_id>/granska", alarms.begin, name="review-alarm-begin"),
    path(f"{_PAGE}/stickprov", sample.draw, name="review-sample"),
    path(f"{_PAGE}/arsrapport", year.year, name="review-year"),
    path(f"{_PAGE}/arsrapport/<int:year>/<slug:form>", year.take, name="review-year-file"),
    path(f"{_PAGE}/plan", plan.plan, name="review-plan"),
    path(f"{_PAGE}/regler", rules.unit_rules, name="review-rules"),
    path(f"{_PAGE}/regler/larm", limit.unit_limit, name="review-limit"),
    path(f"{_PAGE}/regler/<uuid:rule_id>", rules.unit_rule, name="review-rule"),
    path(f"{_PAGE}/regler/<uuid:rule_id>/ta-bort", rules.unit_rule_gone, name="review-rule-gone"),
    path(_ONE, review.review, name="review-one"),
    path(f"{_ONE}/region", ending.tell_region, name="review-tell"),
    path(f"{_ONE}/avsluta", ending.close, name="review-close"),
    path(f"{_ONE}/avbryt", ending.cancel, name="review-cancel"),
    path(f"{_ONE}/protokoll", ending.protocol, name="review-protocol"),
    path(f"{_ONE}/export", export.of_review, name="review-export-review"),
    path(f"{_ONE}/svar", mirror_answer.answer, name="review-answer"),
    path(_ITEM, review.item, name="review-item"),
    path(f"{_ITEM}/bedom", review.mark, name="review-mark"),
    path(f"{_ITEM}/fraga", review.question, name="review-question"),
    path(_REGION, plan.region, name="region-review"),
    path(f"{_REGION}/ar", year.region, name="region-review-year"),
    path(f"{_REGION}/larm", alarms.region, name="region-alarms"),
    path("n/larm", alarms.nation, name="national-alarms"),
    path(f"{_REGION}/kontakt", plan.contact, name="region-review-contact"),
    path(f"{_REGION}/<uuid:escalation_id>/mottaget", plan.received, name="region-review-received"),
    path(f"{_REGION}/regler", rules.region_rules, name="region-review-rules"),
    path(f"{_REGION}/regler/larm", limit.region_limit, name="region-review-limit"),
    path(f"{_REGION}/regler/<uuid:rule_id>", rules.region_rule, name="region-review-rule"),
    path(
        f"{_REGION}/regler/<uuid:rule_id>/ta-bort",
        rules.region_rule_gone,
        name="region-review-rule-gone",
    ),
    path("jag/fragor", mine.questions, name="my-questions"),
    path("jag/fragor/<uuid:question_id>", mine.question, name="my-question"),
]
