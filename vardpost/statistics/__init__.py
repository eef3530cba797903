"""Counted facts: how many, how soon; never which case, and never whose."""
