"""A chapter's text in a notebook: shown as the book shows it, with its numbers, claims, references and links."""

STOP, REPORT = "stop", "report"
CHOICES = (STOP, REPORT)
"""What a false claim may do to a notebook: stop it where it stands, or stand in the report at its end."""
