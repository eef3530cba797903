"""What the offices see of their work with what is common."""
