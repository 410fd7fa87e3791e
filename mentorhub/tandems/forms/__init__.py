"""The shape of what comes in: asking and counselling, and what mentors note for funding."""
