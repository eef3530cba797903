"""What changes a unit: each verb in a file of its own."""
