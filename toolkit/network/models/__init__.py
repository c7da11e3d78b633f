"""Who takes part: institutions, focal points, the working group, its meetings."""

from .focal_points import ContactImport, ContactNote, FocalPoint
from .groups import GroupMember, TermsVersion, WorkingGroup
from .institutions import InstitutionProfile, PublicItem, Unit
from .meetings import Decision, DecisionFollowUp, Meeting, Participant

__all__ = [
    "ContactImport",
    "ContactNote",
    "Decision",
    "DecisionFollowUp",
    "FocalPoint",
    "GroupMember",
    "InstitutionProfile",
    "Meeting",
    "Participant",
    "PublicItem",
    "TermsVersion",
    "Unit",
    "WorkingGroup",
]
