"""What has become of each number, cell, sentence and claim from one book to another."""
