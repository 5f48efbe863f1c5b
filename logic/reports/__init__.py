"""What is printed or kept: sheets on paper, with the rule book's editions and a receipt."""
