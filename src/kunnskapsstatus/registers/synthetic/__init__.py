"""Synthetic registers: invented records whose tables are those that the report prints, each to its printed rounding.

They show the way from registers to a book where real records, of people in danger, cannot be. Nobody is in them.
"""
