//! Living in an operating system: rows Z03, Z07, Z09 to Z11, Z15, Z27, Z30, Z54, Z55, Z83, Z87, Z115, Z118, L29, R05.

mod network;
mod terminal;
mod updates;
