"""The book as one accessible PDF: Sphinx's document trees to Typst, and Typst to PDF."""
