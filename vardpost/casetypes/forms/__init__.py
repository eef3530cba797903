"""What an administrator types about case types: text in, clean values out."""
