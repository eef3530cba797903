"""Addresses of the pages about who gets new cases."""

from django.urls import path

from vardpost.routing.views import ready_made, rule, rules, teams

_PAGE = "m/<slug:unit>/admin/fordelning"

urlpatterns = [
    path(_PAGE, rules.page, name="admin-routing"),
    path(f"{_PAGE}/ny", rule.add, name="admin-routing-add"),
    path(f"{_PAGE}/regel/<uuid:rule_id>", rule.change, name="admin-routing-change"),
    path(f"{_PAGE}/fardigt/<slug:way>", ready_made.choose, name="admin-routing-ready-made"),
    path(f"{_PAGE}/team", teams.page, name="admin-teams"),
    path(f"{_PAGE}/team/<uuid:team_id>", teams.change, name="admin-team"),
    path(f"{_PAGE}/team/<uuid:team_id>/ta-bort", teams.remove, name="admin-team-remove"),
]
