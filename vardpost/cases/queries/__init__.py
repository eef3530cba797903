"""Reads that cross tables; they return rows ready for a page."""
