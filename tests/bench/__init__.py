"""``make bench``: how long the book takes and how much memory, beside plain Jupyter Book and itself as it was.

All is done in fresh copies, so the book in ``_build/`` is neither used nor changed. Memory is the resident size of the
whole tree of processes, added up; pages that processes share count once for each, so that the peak is an upper bound.
Processor time is for judging a run on a machine that does other things too: where it is far below twice the seconds,
others had the cores.
"""
