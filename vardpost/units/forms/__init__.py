"""What an administrator types about a unit: text in, clean values out."""
