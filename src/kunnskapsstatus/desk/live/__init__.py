"""The book in the browser as it is written: watched, read again where it has changed, shown with what is wrong."""
