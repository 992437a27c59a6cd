"""What a document says, as data: for one document, and who cites whom among many."""
