"""Reads of units as their region's office sees them."""
