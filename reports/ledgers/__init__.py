"""The month's ledgers and lists as workbooks of plain values."""
