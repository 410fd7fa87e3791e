"""The tests mirror the rooms; ``people`` builds who acts in them."""
