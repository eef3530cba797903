"""Who gets a new case: the rules of a unit, in words (fördelning)."""
