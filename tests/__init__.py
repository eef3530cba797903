"""Tests that stand outside the rooms."""
