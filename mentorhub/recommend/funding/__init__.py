"""What the rules of funding are made of: facts, records, money. Pure: no web, no database."""
