"""What stands in running text: numbers, claims, references, terms, and what is told of each."""
