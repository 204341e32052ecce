"""What is typed about documents."""
