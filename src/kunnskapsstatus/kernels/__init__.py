"""Kernels that start in a moment: one process has imported all that chapters need, and each kernel is a fork of it."""
