"""Django's PostgreSQL backend with one thing more: work may be done while a commit is under way."""
