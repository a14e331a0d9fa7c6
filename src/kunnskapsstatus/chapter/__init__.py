"""What a chapter calls: exhibits, stated numbers, sentences' numbers and claims, the audit and the catalogue."""
