"""Exhibits: what a definition, its observations and a year mean, and the numbers that are read from them."""
