"""Learning: courses, lessons, quizzes, progress, certificates."""
