"""Pages of log review."""
