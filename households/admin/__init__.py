"""The register in the admin."""

from households.admin import places

__all__ = ["places"]
