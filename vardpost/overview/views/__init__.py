"""Pages of a region's office."""
