"""One build from its beginning to the published book: who builds, from what, what is as it was, and who does what
side by side."""
