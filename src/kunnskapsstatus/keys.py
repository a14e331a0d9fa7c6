"""Keys that the code itself knows, wherever they stand in the data."""

TOTAL = "total"
"""The category or group of all."""
BASE = "base"
"""The measure, and the row, that gives the number of answers behind percentages."""
ANSWER = "answer"
"""The variable whose keys may stand in a cell instead of a number."""
COUNTED = ("count", BASE)
"""The measures that count what their population is."""
GROWTH = ("increase", "decrease")
"""The measures of by how much another has grown, whatever that is."""
NAME = "name"
"""The measure whose cells hold a name."""
OLD_METHOD, BY_OLD_METHOD = "old-method", "gammel metode"
"""The series of values that their publisher gives by an older method too, and what a reader is told of them: shown in
tables and downloads, and in nothing else."""
ANY = "*"
"""In a definition, a variable whose labels are their own keys."""
WORDED = ("region", "organisation")
"""Measures whose values are labels of the codebook's variable of the same name."""
OFFICIAL = "official-"
"""How the datasets of official figures begin. Theirs alone are known from their year on: the report is always known."""
