"""Run by IPython in each kernel of the tests: it is killed and never ends, so it keeps its coverage after each cell."""

from IPython import get_ipython


def keep(_result):
    import coverage

    measured = coverage.Coverage.current()
    if measured:
        measured.save()


get_ipython().events.register("post_run_cell", keep)
del get_ipython, keep
