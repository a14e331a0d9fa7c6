"""Running a chapter's cells: what they may show, and what they gave."""
