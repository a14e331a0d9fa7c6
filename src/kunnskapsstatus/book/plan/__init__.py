"""What the book is made of, as its files say: contents, documents, edition, versions."""
