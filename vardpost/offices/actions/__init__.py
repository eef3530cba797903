"""The verbs of administrators: applied for, decided, begun, confirmed, ended."""
