//! What happened: the payloads of events, and the table that ties names to types.

mod envelope;

pub use self::envelope::Envelope;
