"""`make bench`: how fast the product is, beside the least that any page must cost.

Everything in one run on one machine: our pages through the real server as a signed-in person, and
the floor (`floor.py`) on the same server, workers, pool and prepared statements, taking turns.
"""
