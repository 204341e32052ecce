from projects.models.meetings import Meeting, MeetingStep, MeetingTask
from projects.models.plan import AnnualTarget, PlanDocument, Pledge, Programme

__all__ = [
    "AnnualTarget",
    "Meeting",
    "MeetingStep",
    "MeetingTask",
    "PlanDocument",
    "Pledge",
    "Programme",
]
