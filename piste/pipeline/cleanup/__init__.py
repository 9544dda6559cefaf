"""Clean-up > Duplicates: what shares a value is found by a job (`seeking`) and read group by group (`groups`)."""
