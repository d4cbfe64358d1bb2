//! Bytes, below any protocol of Discord's: connect, TLS, WebSocket. Every wait has a deadline and ends when the close flag is set.

mod connect;
mod error;
mod pipe;
mod proxy;
mod stream;
mod tls;
mod websocket;

pub use self::connect::{connect, connect_to, resolve};
pub use self::error::{Error, Phase, ProxyProblem};
pub use self::stream::{OpenTimeouts, Stream};
pub use self::tls::check_trust;
pub use self::websocket::{Address, Frame, Next, Sender, Timeouts, WebSocket};
