"""The register's lists, registered when the program starts."""

from accounts.lists import register
from households.lists.concerns import CONCERNS
from households.lists.exits import EXITS
from households.lists.helpers import PAIRINGS, POSTINGS
from households.lists.households import HOUSEHOLDS
from households.lists.members import MEMBERS
from households.lists.platform import PLATFORM
from households.lists.villages import VILLAGES

for listing in (HOUSEHOLDS, MEMBERS, CONCERNS, PAIRINGS, POSTINGS, PLATFORM, VILLAGES, EXITS):
    register(listing)
