"""Terms of use: written by the national office, accepted once a version by whoever signs in."""
