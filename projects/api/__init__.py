"""The API of the annual plan and of the meetings."""

from projects.api.documents import ROUTES as DOCUMENTS
from projects.api.meetings import ROUTES as MEETINGS
from projects.api.pledges import ROUTES as PLEDGES
from projects.api.targets import ROUTES as TARGETS

ROUTES = [*TARGETS, *PLEDGES, *DOCUMENTS, *MEETINGS]
