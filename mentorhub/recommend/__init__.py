"""Outside courses and the money that pays for them: catalogue, import, search, funding."""
