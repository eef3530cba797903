"""Log review: who has looked at what, and was it needed (granskning av loggen)."""
