"""The offices' work with what is common."""
