"""All addresses of the register."""

from households.urls import (
    batches,
    board,
    concerns,
    conflicts,
    exits,
    files,
    lists,
    platform,
    register,
)

app_name = "households"
urlpatterns = [
    *register.patterns,
    *batches.patterns,
    *conflicts.patterns,
    *concerns.patterns,
    *board.patterns,
    *lists.patterns,
    *files.patterns,
    *exits.patterns,
    *platform.patterns,
]
