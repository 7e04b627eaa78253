"""How figures are made: from the publishers' files to sealed, traceable releases. Plain Python; no Django."""
