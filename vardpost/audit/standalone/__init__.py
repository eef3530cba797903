"""What goes out with an export: it imports nothing of ours, and runs where nothing of ours is."""
