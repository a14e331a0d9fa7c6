"""The forms of an exhibit: table, chart, alternative text, notes, download. Each is made from a view and decides
nothing anew."""
