//! Living in an operating system: rows Z02 to Z15, Z27, Z30, Z54, Z55, Z83, Z87, Z91, Z110, Z115, Z118, L19, L29, R05.

mod network;
mod proxy;
