"""MentorHub: learning and mentoring for people who help colleagues to further education."""
