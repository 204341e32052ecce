"""The register in the admin."""

from households.admin import facts, people, places

__all__ = ["facts", "people", "places"]
