//! What happened: the payloads of events, and the table that ties names to types.
