"""The chapters as Jupyter notebooks, and their runs for other parameters."""
