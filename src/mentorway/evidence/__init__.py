"""Numbers in, evidence out: pure functions of arrays that know no files and no web."""
