"""The lists of the inspections as data, registered when the program starts."""

from accounts.lists import register
from inspections.lists.assignments import ASSIGNMENTS
from inspections.lists.problems import PROBLEM_LEDGER
from inspections.lists.rectifications import RECTIFICATION_LEDGER

for listing in (ASSIGNMENTS, PROBLEM_LEDGER, RECTIFICATION_LEDGER):
    register(listing)
