"""The verbs of operating notices."""
