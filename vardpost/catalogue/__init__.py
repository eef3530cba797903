"""The public catalogue: which units take which kinds of case, for anybody."""
