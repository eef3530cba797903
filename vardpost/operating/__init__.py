"""Operating notices: what is wrong or planned with the service, told to those concerned."""
