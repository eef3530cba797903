"""Changing rules and teams."""
