"""What is typed: text in, clean values out."""
