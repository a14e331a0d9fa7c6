"""Pages in HTML: an exhibit's frame, what one can take along from it, and what a page tells a browser."""
