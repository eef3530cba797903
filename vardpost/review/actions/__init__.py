"""What reviewers do: search, draw, mark, ask, escalate, close; and what the job does for them."""
