"""The offices' pages of linked services."""
