"""What stands around the product: environment, embedded database, the commands of the Makefile."""
