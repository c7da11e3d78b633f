"""The words of the activity record: verbs, kinds of activity, extensions.

Verbs of ADL and, where a word of the cmi5 profile fits, that word; the profile
itself (launching content in a session of its own) is not claimed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verb:
    """What somebody did: a short name for us, the IRI and the words for others."""

    name: str
    iri: str

    def as_json(self) -> dict:
        """Return it as it stands in a statement."""
        return {"id": self.iri, "display": {"en": self.name}}


_ADL = "http://adlnet.gov/expapi/verbs"
REGISTERED = Verb("registered", f"{_ADL}/registered")
EXPERIENCED = Verb("experienced", f"{_ADL}/experienced")
PROGRESSED = Verb("progressed", f"{_ADL}/progressed")
ANSWERED = Verb("answered", f"{_ADL}/answered")
#: These four are verbs of cmi5 as well (sections 9.3.3 to 9.3.5, 9.3.9).
COMPLETED = Verb("completed", f"{_ADL}/completed")
PASSED = Verb("passed", f"{_ADL}/passed")
FAILED = Verb("failed", f"{_ADL}/failed")
SATISFIED = Verb("satisfied", "https://w3id.org/xapi/adl/verbs/satisfied")
EARNED = Verb("earned", "https://w3id.org/xapi/openbadges/verbs/earned")

VERBS = (
    REGISTERED,
    EXPERIENCED,
    PROGRESSED,
    ANSWERED,
    COMPLETED,
    PASSED,
    FAILED,
    SATISFIED,
    EARNED,
)

#: Kinds of activity. A module is a course and a path a block in the words of cmi5.
MODULE = "https://w3id.org/xapi/cmi5/activitytype/course"
PATH = "https://w3id.org/xapi/cmi5/activitytype/block"
LESSON = "http://adlnet.gov/expapi/activities/lesson"
CHECK = "http://adlnet.gov/expapi/activities/assessment"
QUESTION = "http://adlnet.gov/expapi/activities/question"
CERTIFICATE = "https://w3id.org/xapi/openbadges/activity-type/badge"

#: Percent of a module that is done, a whole number (cmi5, section 9.5.5.2).
PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
#: Percent that is enough to pass (cmi5, section 9.6.3.2: a share of 1).
MASTERY_SCORE = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
#: Marks statements that decide whether somebody is through (cmi5, section 9.6.2.2).
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
