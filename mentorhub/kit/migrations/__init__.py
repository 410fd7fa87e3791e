"""Steps that bring a database from one shape to the next."""
