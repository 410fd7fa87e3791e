"""Tables of this room."""

from mentorhub.courses.models.attempts import Attempt, AttemptAnswer, EssayGrade, Handing
from mentorhub.courses.models.certificates import (
    Certificate,
    CertificateProof,
    CertificateReminder,
    CertificateRevocation,
    DeletedCertificate,
    IssuerKey,
)
from mentorhub.courses.models.content import (
    CourseFile,
    CoursePublication,
    CourseRow,
    CourseVersion,
    ProgrammeRow,
)
from mentorhub.courses.models.discussing import (
    DigestChoice,
    Post,
    PostDeletion,
    PostHiding,
    PostMention,
    PostReport,
    Thread,
    ThreadSight,
)
from mentorhub.courses.models.learning import (
    ChecklistTick,
    Completion,
    Enrolment,
    EnrolmentEnd,
    LessonReading,
    ReflectionNote,
    Sitting,
    StoryWalk,
)
from mentorhub.courses.models.packages import (
    PackageAttempt,
    PackageOpening,
    PackageRow,
    PartState,
)
from mentorhub.courses.models.refreshing import QuestionMemory, RefresherCard, RefresherChoice

__all__ = [
    "Attempt",
    "AttemptAnswer",
    "Certificate",
    "CertificateProof",
    "CertificateReminder",
    "CertificateRevocation",
    "ChecklistTick",
    "Completion",
    "CourseFile",
    "CoursePublication",
    "CourseRow",
    "CourseVersion",
    "DeletedCertificate",
    "DigestChoice",
    "Enrolment",
    "EnrolmentEnd",
    "EssayGrade",
    "Handing",
    "IssuerKey",
    "LessonReading",
    "PackageAttempt",
    "PackageOpening",
    "PackageRow",
    "PartState",
    "Post",
    "PostDeletion",
    "PostHiding",
    "PostMention",
    "PostReport",
    "ProgrammeRow",
    "QuestionMemory",
    "ReflectionNote",
    "RefresherCard",
    "RefresherChoice",
    "Sitting",
    "StoryWalk",
    "Thread",
    "ThreadSight",
]
