"""``make bench``: how long the book takes and how much memory, beside plain Jupyter Book and itself as it was.

All is done in fresh copies, so the book in ``_build/`` is neither used nor changed. Memory is that of the whole tree of
processes, each with its share of what they have in common, four times a second. To add that up takes a good part of a
core, which a build of many processes wants itself: so what is timed is left alone, and run once more for its memory.
Processor time is for judging a run on a machine that does other things too: where it is far below twice the seconds,
others had the cores.
"""
