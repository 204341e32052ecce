"""Reading an uploaded sheet: guarded, in a child process, as text by columns."""
