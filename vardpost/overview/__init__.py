"""What a region's office sees of its units on one page; never a case."""
