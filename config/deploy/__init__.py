"""What stands around the program where it is deployed."""
