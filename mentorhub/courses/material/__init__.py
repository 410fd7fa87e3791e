"""Pure: what a course is, how its files are read, and the one form in which it is kept."""
