"""The document as Akoma Ntoso, and any Akoma Ntoso file as a document."""
