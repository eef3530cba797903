"""Unit templates: what units of a kind begin with, changed and rolled out from one chair."""
