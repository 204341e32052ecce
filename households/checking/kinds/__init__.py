"""The checks of the smaller uploads, one module a kind."""
