"""Work of programs that pages do not wait for."""
