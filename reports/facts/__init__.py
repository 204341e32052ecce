"""A month's and a term's facts: plain values, and how they are made of rows."""
