"""Operations on plain text that every other layer uses: cleaning, patterns, spelling suggestions."""
