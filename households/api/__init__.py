"""The API of the register."""

from households.api import register

ROUTES = [*register.ROUTES]
