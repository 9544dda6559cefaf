"""Invented data to try Piste on, and to take away again."""
