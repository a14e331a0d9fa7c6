"""The services that a centre may have: one for women, and one for men, each with a form of its own."""

from __future__ import annotations

WOMEN, MEN = "service-women", "service-men"
OF_FORM = {"women": WOMEN, "men": MEN}
"""The service that each yearly form is of."""
