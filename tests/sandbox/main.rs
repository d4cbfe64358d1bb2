//! The sandbox from the outside, over real sockets, by a client that shares nothing with ito's.

mod client;
mod door;
mod faults;
mod gateway;
mod interactions;
mod limits;
mod moderation;
mod rest;
mod routes;
mod store;
mod threads;
