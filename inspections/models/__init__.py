from inspections.models.accountability import AccountabilityCase, Sanction, Trigger
from inspections.models.assignments import Assignment, HandOver
from inspections.models.attachments import Attachment
from inspections.models.draws import Draw, DrawnUnit
from inspections.models.escalations import CalendarDay, Escalation, EscalationStep
from inspections.models.look_backs import LookBack, LookBackDraw
from inspections.models.problems import LedgerEntry, Problem
from inspections.models.rectifications import (
    Gate,
    GateEvidence,
    RectificationOrder,
    Reply,
    Verification,
)
from inspections.models.requests import Extension, Objection
from inspections.models.rounds import ClosedTownship, Declaration, Exclusion, Round, Team
from inspections.models.scheme_drafts import SchemeDraft
from inspections.models.schemes import Checklist, ProblemCategory, Question, Scheme
from inspections.models.self_checks import SelfCheck
from inspections.models.sources import FoundIn, ProblemSource, ProblemUpload
from inspections.models.summons import InterviewSummons
from inspections.models.tallies import ItemTally
from inspections.models.visits import Answer, Visit, VisitReview, VisitSave

__all__ = [
    "AccountabilityCase",
    "Answer",
    "Assignment",
    "Attachment",
    "CalendarDay",
    "Checklist",
    "ClosedTownship",
    "Declaration",
    "Draw",
    "DrawnUnit",
    "Escalation",
    "EscalationStep",
    "Exclusion",
    "Extension",
    "FoundIn",
    "Gate",
    "GateEvidence",
    "HandOver",
    "InterviewSummons",
    "ItemTally",
    "LedgerEntry",
    "LookBack",
    "LookBackDraw",
    "Objection",
    "Problem",
    "ProblemCategory",
    "ProblemSource",
    "ProblemUpload",
    "Question",
    "RectificationOrder",
    "Reply",
    "Round",
    "Sanction",
    "Scheme",
    "SchemeDraft",
    "SelfCheck",
    "Team",
    "Trigger",
    "Verification",
    "Visit",
    "VisitReview",
    "VisitSave",
]
