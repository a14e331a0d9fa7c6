"""The data: codebook, definitions and observations, read from ``data/`` and checked."""
