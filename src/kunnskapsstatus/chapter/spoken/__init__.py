"""Numbers and checks as people read them: Bokmål, made from what they are computed of, and never code."""
