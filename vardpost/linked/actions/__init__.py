"""The verbs of linked services."""
