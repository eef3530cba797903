"""Of the offices' work with what is common."""
