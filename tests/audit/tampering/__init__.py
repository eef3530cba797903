"""What somebody does who owns the database and lacks the key; written apart from the verifier."""
