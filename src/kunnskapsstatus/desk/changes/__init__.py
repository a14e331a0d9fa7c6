"""What has changed from one book to another, for those who work on it: on a screen, as a page, as plain data."""
