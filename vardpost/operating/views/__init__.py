"""The office's pages about notices, and the page that is open to all."""
