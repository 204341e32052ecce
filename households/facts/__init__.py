"""What is known of a household in a year, as rules without Django."""
