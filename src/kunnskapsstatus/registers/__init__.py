"""Registers of persons and services: the forms that they are filled in by, their receiving and their control.

Records are read, checked and counted here, and never leave: what is told of them names forms, rows, centres and
variables, and no answer of anybody.
"""
