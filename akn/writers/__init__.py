"""What people read: a document as HTML, Markdown, Word and JSON. Every writer empties the same model."""
