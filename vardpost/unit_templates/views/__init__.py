"""The offices' pages of templates, roll-outs and deviations."""
