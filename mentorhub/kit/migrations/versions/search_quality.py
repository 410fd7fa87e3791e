"""Judged queries, measurements of the search, and words of the editors."""

import sqlalchemy as sa
from alembic import op

from mentorhub.kit.db import UtcDateTime

revision = "search_quality"
down_revision = "exposure"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    _judged()
    _words()


def _judged() -> None:
    op.create_table(
        "judged_query",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judged_query")),
        sa.UniqueConstraint("name", name=op.f("uq_judged_query_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_judged_query_type"), "judged_query", ["type"])
    op.create_table(
        "quality_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("generation", sa.String(), nullable=False),
        sa.Column("encoder", sa.String(), nullable=True),
        sa.Column("queries", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_run")),
    )
    op.create_table(
        "quality_answer",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("grades", sa.JSON(), nullable=False),
        sa.Column("hits", sa.JSON(), nullable=False),
        sa.Column("ndcg10", sa.Double(), nullable=False),
        sa.Column("ours", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["quality_run.id"], name=op.f("fk_quality_answer_run_id_quality_run")
        ),
        sa.PrimaryKeyConstraint("run_id", "name", name=op.f("pk_quality_answer")),
    )


def _words() -> None:
    op.create_table(
        "editor_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editor_word")),
    )
    op.create_table(
        "editor_word_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["word_id"], ["editor_word.id"], name=op.f("fk_editor_word_version_word_id_editor_word")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editor_word_version")),
        sa.UniqueConstraint(
            "word_id", "number", name=op.f("uq_editor_word_version_word_id_number")
        ),
    )
    op.create_table(
        "editor_word_trial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word_id", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["word_id"], ["editor_word.id"], name=op.f("fk_editor_word_trial_word_id_editor_word")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editor_word_trial")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_editor_word_trial_at"), "editor_word_trial", ["at"])


def downgrade() -> None:
    """Go one step back."""
    for table in (
        "editor_word_trial",
        "editor_word_version",
        "editor_word",
        "quality_answer",
        "quality_run",
        "judged_query",
    ):
        op.drop_table(table)
