"""The pages of a region's office and of the national office about administrators."""
