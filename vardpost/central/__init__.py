"""The offices' work with what is common: giving case types to units, and taking them back."""
