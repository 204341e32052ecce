"""The API of the register."""

from households.api import (
    batches,
    concerns,
    conflicts,
    exits,
    files,
    people,
    platform,
    postings,
    register,
)

ROUTES = [
    *register.ROUTES,
    *people.ROUTES,
    *batches.ROUTES,
    *conflicts.ROUTES,
    *concerns.ROUTES,
    *postings.ROUTES,
    *files.ROUTES,
    *exits.ROUTES,
    *platform.ROUTES,
]
