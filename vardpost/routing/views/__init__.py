"""The pages *Fördelning* and *Team*."""
