from inspections.models.assignments import Assignment, HandOver
from inspections.models.attachments import Attachment
from inspections.models.draws import Draw, DrawnUnit
from inspections.models.problems import LedgerEntry, Problem
from inspections.models.rectifications import RectificationOrder, Reply, Verification
from inspections.models.rounds import ClosedTownship, Declaration, Exclusion, Round, Team
from inspections.models.scheme_drafts import SchemeDraft
from inspections.models.schemes import Checklist, ProblemCategory, Question, Scheme
from inspections.models.tallies import ItemTally
from inspections.models.visits import Answer, Visit, VisitReview, VisitSave

__all__ = [
    "Answer",
    "Assignment",
    "Attachment",
    "Checklist",
    "ClosedTownship",
    "Declaration",
    "Draw",
    "DrawnUnit",
    "Exclusion",
    "HandOver",
    "ItemTally",
    "LedgerEntry",
    "Problem",
    "ProblemCategory",
    "Question",
    "RectificationOrder",
    "Reply",
    "Round",
    "Scheme",
    "SchemeDraft",
    "Team",
    "Verification",
    "Visit",
    "VisitReview",
    "VisitSave",
]
