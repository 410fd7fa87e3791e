"""Courses with their versions, programmes, enrolments, what was read, attempts."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "courses"
down_revision = "case_funding"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "course",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_course")),
    )
    op.create_table(
        "course_file",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_course_file")),
    )
    op.create_table(
        "programme",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_programme")),
    )
    op.create_table(
        "course_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course_slug", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_slug"], ["course.slug"], name=op.f("fk_course_version_course_slug_course")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_version")),
        sa.UniqueConstraint(
            "course_slug", "digest", name=op.f("uq_course_version_course_slug_digest")
        ),
        sa.UniqueConstraint(
            "course_slug", "number", name=op.f("uq_course_version_course_slug_number")
        ),
    )
    op.create_table(
        "course_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_course_publication_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["course_version.id"],
            name=op.f("fk_course_publication_version_id_course_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_publication")),
    )
    with op.batch_alter_table("course_publication", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_course_publication_version_id"), ["version_id"], unique=False
        )

    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_slug", sa.String(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_enrolment_by_id_person")),
        sa.ForeignKeyConstraint(
            ["course_slug"], ["course.slug"], name=op.f("fk_enrolment_course_slug_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["course_version.id"],
            name=op.f("fk_enrolment_version_id_course_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint(
            "person_id",
            "course_slug",
            "round",
            name=op.f("uq_enrolment_person_id_course_slug_round"),
        ),
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_course_slug"), ["course_slug"], unique=False)
        batch_op.create_index(batch_op.f("ix_enrolment_version_id"), ["version_id"], unique=False)

    op.create_table(
        "checklist_tick",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.String(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_checklist_tick_enrolment_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint(
            "enrolment_id", "checklist", "item", name=op.f("pk_checklist_tick")
        ),
    )
    op.create_table(
        "course_completion",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_course_completion_enrolment_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_course_completion")),
    )
    op.create_table(
        "enrolment_end",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_enrolment_end_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_end_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_enrolment_end")),
    )
    op.create_table(
        "lesson_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("furthest", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_lesson_reading_enrolment_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_reading")),
        sa.UniqueConstraint(
            "enrolment_id", "lesson", name=op.f("uq_lesson_reading_enrolment_id_lesson")
        ),
    )
    op.create_table(
        "quiz_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("quiz", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("begun_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_quiz_attempt_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["course_version.id"],
            name=op.f("fk_quiz_attempt_version_id_course_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
        sa.UniqueConstraint(
            "enrolment_id", "quiz", "number", name=op.f("uq_quiz_attempt_enrolment_id_quiz_number")
        ),
    )
    op.create_table(
        "reflection_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("reflection", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"],
            ["enrolment.id"],
            name=op.f("fk_reflection_note_enrolment_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection_note")),
        sa.UniqueConstraint(
            "enrolment_id", "reflection", name=op.f("uq_reflection_note_enrolment_id_reflection")
        ),
    )
    op.create_table(
        "story_walk",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("story", sa.String(), nullable=False),
        sa.Column("path", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_story_walk_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", "story", name=op.f("pk_story_walk")),
    )
    op.create_table(
        "attempt_answer",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["quiz_attempt.id"],
            name=op.f("fk_attempt_answer_attempt_id_quiz_attempt"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", "question", name=op.f("pk_attempt_answer")),
    )
    op.create_table(
        "attempt_handing",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("out_of", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND out_of", name=op.f("ck_attempt_handing_points")),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["quiz_attempt.id"],
            name=op.f("fk_attempt_handing_attempt_id_quiz_attempt"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_attempt_handing")),
    )
    op.create_table(
        "lesson_sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("seconds >= 0", name=op.f("ck_lesson_sitting_seconds")),
        sa.ForeignKeyConstraint(
            ["reading_id"],
            ["lesson_reading.id"],
            name=op.f("fk_lesson_sitting_reading_id_lesson_reading"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_sitting")),
        sa.UniqueConstraint("reading_id", "token", name=op.f("uq_lesson_sitting_reading_id_token")),
    )
    op.create_table(
        "essay_grade",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id", "question"],
            ["attempt_answer.attempt_id", "attempt_answer.question"],
            name=op.f("fk_essay_grade_attempt_id_question_attempt_answer"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_essay_grade_by_id_person")),
        sa.PrimaryKeyConstraint("attempt_id", "question", name=op.f("pk_essay_grade")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("essay_grade")
    op.drop_table("lesson_sitting")
    op.drop_table("attempt_handing")
    op.drop_table("attempt_answer")
    op.drop_table("story_walk")
    op.drop_table("reflection_note")
    op.drop_table("quiz_attempt")
    op.drop_table("lesson_reading")
    op.drop_table("enrolment_end")
    op.drop_table("course_completion")
    op.drop_table("checklist_tick")
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_version_id"))
        batch_op.drop_index(batch_op.f("ix_enrolment_course_slug"))

    op.drop_table("enrolment")
    with op.batch_alter_table("course_publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_publication_version_id"))

    op.drop_table("course_publication")
    op.drop_table("course_version")
    op.drop_table("programme")
    op.drop_table("course_file")
    op.drop_table("course")
