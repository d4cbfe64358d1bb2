//! Events that are not Discord's payloads as they are: the raw ones, the unknown ones, and ito's own.

use std::panic::Location;

use super::payload::place;

/// An event of Discord as it came; it is given for each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawEvent {
    /// The shard that it came from.
    pub shard: u32,
    /// The sequence number in its session.
    pub seq: Option<u64>,
    /// Discord's name of it.
    pub name: Box<str>,
    /// The payload, which is JSON.
    pub data: Box<str>,
}

impl RawEvent {
    /// An event as it came.
    pub fn new(shard: u32, seq: Option<u64>, name: impl Into<Box<str>>, data: impl Into<Box<str>>) -> Self {
        Self { shard, seq, name: name.into(), data: data.into() }
    }
}

/// An event that this version of ito does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// Discord's name of it.
    pub name: Box<str>,
    /// The payload, which is JSON.
    pub data: Box<str>,
}

impl UnknownEvent {
    /// An event by its name and payload.
    pub fn new(name: impl Into<Box<str>>, data: impl Into<Box<str>>) -> Self {
        Self { name: name.into(), data: data.into() }
    }
}

/// A listener returned an error or panicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListenerFailed {
    /// Where the listener was registered.
    pub listener: &'static Location<'static>,
    /// The name of the event that it was given.
    pub event: Box<str>,
    /// The shard that the event came from.
    pub shard: Option<u32>,
    /// The error, or what the panic said.
    pub error: Box<str>,
    /// Whether it panicked.
    pub panicked: bool,
}

place!(RawEvent in |_e| None);
place!(UnknownEvent in |_e| None);
place!(ListenerFailed in |_e| None);
