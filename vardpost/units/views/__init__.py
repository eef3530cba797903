"""Pages of the units: what an administrator sees and sets."""
