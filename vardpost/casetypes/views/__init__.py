"""Pages about what a unit offers, and when."""
