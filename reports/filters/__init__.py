"""What the lists of documents can be narrowed by; the same for the API."""
