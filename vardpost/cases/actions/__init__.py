"""The verbs: each checks, writes, and leaves history, audit and notice in one transaction."""
