"""The mock hall of Zhejiang: a portal that knows accounts, a hall that knows insurances, a ticket between them."""
