"""A unit joins, changes its name and leaves: what the office of its region does with it."""
