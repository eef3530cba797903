"""Who administers: a region's administrators, and those of its units."""
