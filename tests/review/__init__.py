"""Log review: rules, samples, searches, marks, and what nobody may do."""
