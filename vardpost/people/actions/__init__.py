"""What people do about themselves and about staff: each verb in a file of its own."""
