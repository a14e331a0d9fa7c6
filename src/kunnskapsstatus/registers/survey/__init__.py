"""The survey to the centres: its scales, how sure they are, and what differs between groups of centres.

Answers of a single centre are read here and never told: what is told of is of :data:`groups.LEAST` centres at least.
"""
