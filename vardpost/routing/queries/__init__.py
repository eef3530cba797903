"""Reads of rules, teams and what rules may be made of."""
