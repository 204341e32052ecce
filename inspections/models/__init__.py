from inspections.models.assignments import Assignment
from inspections.models.attachments import Attachment
from inspections.models.draws import Draw, DrawnUnit
from inspections.models.problems import LedgerEntry, Problem
from inspections.models.rectifications import RectificationOrder, Reply, Verification
from inspections.models.rounds import Exclusion, Round, Team
from inspections.models.schemes import Checklist, ProblemCategory, Question, Scheme
from inspections.models.visits import Answer, Visit

__all__ = [
    "Answer",
    "Assignment",
    "Attachment",
    "Checklist",
    "Draw",
    "DrawnUnit",
    "Exclusion",
    "LedgerEntry",
    "Problem",
    "ProblemCategory",
    "Question",
    "RectificationOrder",
    "Reply",
    "Round",
    "Scheme",
    "Team",
    "Verification",
    "Visit",
]
