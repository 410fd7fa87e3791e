"""People, organisations, what somebody is in which organisation, and how they sign in."""
