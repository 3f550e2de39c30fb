//! What the user makes: read marks, reading places, encoding choices, recent folders. One SQLite file in the platform's data folder.
