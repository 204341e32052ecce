"""An office's own .docx template: what it may hold, and its slots."""
