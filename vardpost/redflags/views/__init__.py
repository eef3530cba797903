"""The unit's page about red flags."""
