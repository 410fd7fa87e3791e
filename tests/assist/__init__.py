"""Everything that runs a model, tried with the real one."""
