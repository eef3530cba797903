"""Linked services: other services that residents reach from a unit's page."""
