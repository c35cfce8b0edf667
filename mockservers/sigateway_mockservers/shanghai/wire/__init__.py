"""How the hall speaks: documents of XML, their forms, its answers."""
