//! What is fetched by its address and not from the API: files, images, the name of the newest release; never with a token.

use std::fmt::Display;

use http::Method;

use super::body::Body;
use super::http::{Headers, Http, Outgoing};
use super::{Config, Error, Rest, user_agent};
use crate::sync::CloseFlag;

impl Rest {
    /// Fetches a file by its address: an attachment, an [`Image`](crate::model::Image), or whatever else it leads to.
    ///
    /// No token goes with it, no limit of Discord's counts it, and it is not tried again. It takes the way of all calls
    /// (proxy, certificates, time limits), and ends with [`Rest::close`]. What is larger than 64 MiB is refused.
    ///
    /// ```no_run
    /// # fn f(rest: &ito::rest::Rest, message: &ito::model::Message) -> ito::Result {
    /// for attachment in &message.attachments {
    ///     std::fs::write(&attachment.filename, rest.fetch_file(&attachment.url)?)?;
    /// }
    /// let avatar = rest.fetch_file(message.author.avatar_image())?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When it cannot be reached, takes too long, or the answer is another than success.
    pub fn fetch_file(&self, address: impl Display) -> Result<Vec<u8>, Error> {
        let run = self.0.run.lock().clone();
        fetch(&run.http, &address.to_string(), &self.0.config)
    }
}

/// Asks an address that is not Discord's, without a token, until `close` is set; the body of an answer that says yes.
pub(crate) fn fetch_elsewhere(address: &str, config: &Config, close: &CloseFlag) -> Result<Vec<u8>, Error> {
    fetch(&Http::new(config, close), address, config)
}

fn fetch(http: &Http, address: &str, config: &Config) -> Result<Vec<u8>, Error> {
    let headers = Headers { user_agent: Some(user_agent(config)?), ..Headers::default() };
    let request = Outgoing {
        method: Method::GET,
        url: address.into(),
        secret: None,
        headers,
        body: &Body::None,
        is_sent_on: false,
    };
    let answer = http.send(request, None).map_err(|failure| failure.cause)?;
    if answer.status == 200 { Ok(answer.body) } else { Err(Error::refused(answer.status, &answer.body)) }
}
