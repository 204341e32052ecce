"""Checklists as workbooks an office edits: written out, read back, compared."""
