"""The comparison as a whole: put together, said in words, drawn and printed."""
