"""The wording of documents: a small language with slots, and what edited text changed."""
