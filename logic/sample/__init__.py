"""An invented clinic: visits, claims and payments with the truth beside them, for trying the program and proving it."""
