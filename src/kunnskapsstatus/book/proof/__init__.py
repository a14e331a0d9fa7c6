"""Reading an author's text as a proofreader does: what is not what it looks like, what has no place in a book, and
what to write."""
