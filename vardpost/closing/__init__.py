"""A unit closes: what its region's office does, and what has to be done first."""
