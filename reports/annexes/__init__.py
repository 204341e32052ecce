"""The annexes of the documents: printed in the letter, and as workbooks."""
