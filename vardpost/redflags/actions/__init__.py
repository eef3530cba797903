"""Publishing versions of the lists."""
