"""What a cell shows, as document nodes: exhibits, and an author's own tables and pictures."""
