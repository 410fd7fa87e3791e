"""From the wish to speak with somebody to a case, its conversations and next steps."""
