"""What this room has to show."""
