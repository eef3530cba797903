"""Reads of the log as a reviewer may see it, and of reviews."""
