"""The demo's people, units and cases: invented, seeded, written as the owner of the tables."""
