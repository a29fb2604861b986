"""What only the Data page is made of."""
