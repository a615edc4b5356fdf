"""Orientation: which counselling service for whom and why, what to ask next, what comes first in danger.

Pure Python over two data files, ``data/rules/eligibility.yml`` and ``data/helplines.yml``. Nothing here decides on
entitlement, knows Rasa, or holds a word that people read: reasons, contacts and sentences are keys of the catalogues.
"""

from bot.orientation.eligibility import Eligibility, EligibilityTable, Origin, Row, Source, UrgentAnswer
from bot.orientation.emergencies import Audience, Danger, EmergencyKind, Helpline, Helplines
from bot.orientation.guide import Guide
from bot.orientation.person import AgeGroup, ForWhom, Need, Person, ResidenceStatus, Service, age_group_of
from bot.orientation.questions import FURTHER_QUESTIONS, MAIN_QUESTIONS, next_question
from bot.orientation.recommendation import (
    NearbyOffice,
    OfficeDirectory,
    Recommendation,
    RecommendedOffice,
    centre_in_reach,
    recommend,
    recommend_urgent,
)
from bot.orientation.rows import RuleDataError

__all__ = [
    "FURTHER_QUESTIONS",
    "MAIN_QUESTIONS",
    "AgeGroup",
    "Audience",
    "Danger",
    "Eligibility",
    "EligibilityTable",
    "EmergencyKind",
    "ForWhom",
    "Guide",
    "Helpline",
    "Helplines",
    "NearbyOffice",
    "Need",
    "OfficeDirectory",
    "Origin",
    "Person",
    "Recommendation",
    "RecommendedOffice",
    "ResidenceStatus",
    "Row",
    "RuleDataError",
    "Service",
    "Source",
    "UrgentAnswer",
    "age_group_of",
    "centre_in_reach",
    "next_question",
    "recommend",
    "recommend_urgent",
]
