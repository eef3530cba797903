"""Verbs of the overview: looking, taking it out as a file, keeping a view."""
