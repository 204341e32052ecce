"""Workbooks given to people: empty ones to fill, their own with the faults marked."""
