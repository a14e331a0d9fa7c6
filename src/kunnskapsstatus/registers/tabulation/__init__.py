"""Tabulating: from the records of a year's forms to observations, by a definition and the rules of an edition.

No exhibit has code here: ``data/tabulations`` says what each of them counts. What leaves are counts, shares, means and
the like with how many they are of, and no record.
"""
