"""What only looks: queries, the consistency report, forms."""
