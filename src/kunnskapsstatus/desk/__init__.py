"""The author's desk: a new chapter, what there is to show, what to look at before others do, the live page."""
