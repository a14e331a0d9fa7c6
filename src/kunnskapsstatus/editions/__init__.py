"""Editions: the book as of several years, made side by side here or on a cluster, and what is not true in each."""
