"""Checking what an upload holds: columns, values, questions, complaints; no Django."""
