//! Floor 2, CLREQ paragraph composition as pure geometry. Fonts are known only through one measuring trait.
