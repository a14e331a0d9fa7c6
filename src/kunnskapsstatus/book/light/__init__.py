"""Pages that are light and still: letters, styles and scripts, and of each only what the pages use."""
