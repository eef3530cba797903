"""Journeys in a real browser, as sentences."""
