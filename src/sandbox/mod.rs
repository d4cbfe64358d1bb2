//! A small Discord in this process: REST and gateway on real sockets, a world of guilds and people, Discord's limits and
//! refusals, and faults on demand. It shares no code with the client that it is used to test.
//!
//! A test of a bot plays what people do and looks at what comes of it. This bot's command asks with a button, the button
//! opens a form, and the form is answered:
//!
//! ```
//! use std::time::Duration;
//!
//! use ito::model::{ActionRow, Button, Modal, TextInput};
//! use ito::rest::{InteractionResponse, ResponseMessage};
//! use ito::sandbox::Sandbox;
//! use ito::{Bot, EventKind};
//!
//! fn listen(bot: &Bot) {
//!     bot.on(EventKind::InteractionCreate, |e| {
//!         let response = if let Some(form) = e.modal() {
//!             InteractionResponse::message(format!("{} tea it is.", form.text("which").unwrap_or("No")))
//!         } else if e.component().is_some() {
//!             InteractionResponse::Modal(Modal::new("order", "Your order").ask("Which", TextInput::short("which")))
//!         } else {
//!             let row = ActionRow::buttons([Button::primary("order").label("Order")]);
//!             InteractionResponse::Message(ResponseMessage::new().content("Tea?").components([row]))
//!         };
//!         e.rest().create_interaction_response(e.id, &e.token, response).send()?;
//!         Ok(())
//!     });
//! }
//!
//! # fn main() -> ito::Result {
//! let soon = Duration::from_secs(10);
//! let discord = Sandbox::start()?;
//! let bot = Bot::builder(discord.token()).endpoints(discord.endpoints()).build()?;
//! listen(&bot);
//! bot.start()?;
//!
//! let (hall, ada) = (discord.guild("test").channel("hall"), discord.user("ada"));
//! ada.uses(&hall, "/tea");
//! let question = hall.next_message(soon)?;
//! let pressed = ada.presses(&hall, question.id, "order");
//! assert_eq!(discord.answer_to(pressed, soon)?["data"]["title"], "Your order");
//! ada.submits(&hall, pressed, &[("which", "Green")]);
//! assert_eq!(hall.next_message(soon)?.content, "Green tea it is.");
//!
//! assert!(discord.offences().is_empty());
//! bot.close()
//! # }
//! ```
//!
//! # What can be played
//!
//! | who | what |
//! |---|---|
//! | [`Person`] | says, edits, deletes, reacts, types, votes; uses commands, presses, selects, submits; joins or asks to, leaves, goes into voice channels; buys, subscribes; lets the application act |
//! | [`Guild`] | gets channels, members, sounds; says what the bot may do; sends any event |
//! | [`Channel`] | gives what is said in it; takes permissions from the bot |
//! | [`Sandbox`] | lets requests and connections fail ([`fail`](Sandbox::fail), [`fail_connection`](Sandbox::fail_connection)), lets time pass ([`advance`](Sandbox::advance)), sells |
//! | [`Shard`] | loses its connection in every way there is |
//!
//! # What the bot finds
//!
//! Messages, reactions, pins, polls, threads and forums, webhooks, interactions and what follows them, members, roles
//! and their hierarchy, bans, invites, requests to join, templates, the audit log, emojis, stickers, sounds, scheduled
//! events, auto moderation, stages, voice states, the searches, what the application is and sells, and what the access
//! token of a person allows. Each change sends the events that Discord sends, to sessions with their intents. Who lacks
//! a permission is refused as Discord refuses.
//!
//! What is not there is answered 501 with the name of the route; an answer is never made up. That is so for lobbies and
//! other accounts of games, conversations of several people, a widget's picture, and webhooks in the words of GitHub.
//!
//! # What it counts
//!
//! [`Sandbox::offences`] tells what Discord would have punished: requests past a limit, with a wrong token, after the time
//! of an interaction, while banned; with [`Builder::description`] all that does not fit Discord's own description of its
//! API.

mod act;
mod api;
mod builder;
mod command_line;
mod commands;
mod description;
mod error;
mod faults;
mod gateway;
mod handles;
mod http;
mod intents;
mod interacting;
mod login;
mod oauth2;
mod packing;
mod person;
mod seen;
mod server;
mod sessions;
mod shard;
mod socket;
mod store;
mod world;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

pub use self::builder::Builder;
pub use self::error::Error;
pub use self::faults::{ConnectionFault, Fault, ResumeHost, Scope};
pub use self::handles::{Channel, Guild, SentMessage};
pub use self::person::Person;
pub use self::seen::{Closed, Command, Heartbeat, Identify, Login, Offence, Request, Resume, Seen};
use self::server::Shared;
pub use self::shard::{Resumable, Shard};
use crate::config::Endpoints;

/// A running sandbox; dropping it ends every connection and every thread of it.
pub struct Sandbox {
    shared: Arc<Shared>,
}

impl Sandbox {
    /// Starts a sandbox on a free port, with Discord's own limits.
    ///
    /// # Errors
    /// When the system has no sockets or threads left.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// For everything that is to be otherwise.
    ///
    /// ```
    /// use std::time::Duration;
    /// use ito::sandbox::Sandbox;
    ///
    /// let discord = Sandbox::builder().shards(4).heartbeat_interval(Duration::from_secs(1)).start()?;
    /// assert!(discord.api_url().starts_with("http://127.0.0.1:"));
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// The bot's token here.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// The base address of the REST API; what `DISCORD_API_URL` may be set to.
    pub fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}/api/v10", self.shared.port)
    }

    /// The address as bots are told it.
    ///
    /// # Panics
    /// Never: the address is one.
    pub fn endpoints(&self) -> Endpoints {
        Endpoints::new(&self.api_url()).expect("a number makes a port")
    }

    /// The bot's user id, which is its application's id too.
    pub fn bot_id(&self) -> u64 {
        self.shared.with(|state| state.world.bot)
    }

    /// The guild of that name; it is made, with the bot in it, when there is none.
    pub fn guild(&self, name: &str) -> Guild {
        Guild::of(&self.shared, name)
    }

    /// The person of that name; made when there is none.
    pub fn user(&self, name: &str) -> Person {
        Person::of(&self.shared, name)
    }

    /// A shard of the bot's: what its connection can be made to suffer.
    pub fn shard(&self, id: u32) -> Shard {
        Shard::new(self.shared.clone(), id)
    }

    /// Makes the next `times` requests to `route` go wrong.
    ///
    /// A route is a method and a path below the API's address; `*` stands for any method or any one part of the path, and
    /// alone for every request.
    ///
    /// ```
    /// use ito::sandbox::{Fault, Sandbox};
    ///
    /// let discord = Sandbox::start()?;
    /// discord.fail("POST /channels/*/messages", 2, Fault::Status(503));
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn fail(&self, route: &str, times: usize, fault: Fault) {
        self.shared.with(|state| state.faults.add(route, times, fault));
    }

    /// Makes the next connection to the gateway that is not spoken for yet go wrong; said twice, it is about the next two.
    ///
    /// ```
    /// use ito::sandbox::{ConnectionFault, Sandbox};
    ///
    /// let discord = Sandbox::start()?;
    /// discord.fail_connection(ConnectionFault::Refuse(503));
    /// discord.fail_connection(ConnectionFault::CloseLogin(4014));
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn fail_connection(&self, fault: ConnectionFault) {
        self.shared.with(|state| state.faults.connections.push_back(fault));
    }

    /// Says how the host is that READY names for resumes. Connections that are open stay so.
    ///
    /// ```
    /// use ito::sandbox::{ResumeHost, Sandbox};
    ///
    /// let discord = Sandbox::start()?;
    /// discord.resume_host(ResumeHost::Refused)?;
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    ///
    /// # Errors
    /// When it is to come back and its port was taken meanwhile.
    pub fn resume_host(&self, how: ResumeHost) -> Result<(), Error> {
        self.shared.resume_host(how).map_err(Error::Io)
    }

    /// Replaces the body of `GET /gateway/bot`, its address too; `None` gives the right one again.
    ///
    /// ```
    /// use ito::sandbox::Sandbox;
    /// use serde_json::json;
    ///
    /// let discord = Sandbox::start()?;
    /// discord.gateway_bot(Some(json!({"url": "ws://nowhere.invalid", "shards": 1})));
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn gateway_bot(&self, body: Option<Value>) {
        self.shared.with(|state| state.gateway_bot = body);
    }

    /// Takes back all faults that have not happened yet.
    pub fn clear_faults(&self) {
        self.shared.with(|state| state.faults.clear());
    }

    /// Lets so much time pass at once for limits, bans, interactions and the age of messages; the bot's clock goes on as
    /// it was.
    ///
    /// ```
    /// use std::time::Duration;
    /// use ito::sandbox::Sandbox;
    ///
    /// let discord = Sandbox::start()?;
    /// let hall = discord.guild("test").channel("hall");
    /// discord.user("ada").uses(&hall, "/ping");
    /// discord.advance(Duration::from_secs(4)); // Too late for an answer now.
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    pub fn advance(&self, by: Duration) {
        self.shared.with(|state| state.world.ahead += by);
    }

    /// Everything that the bot did so far.
    pub fn seen(&self) -> Seen {
        self.shared.with(|state| state.seen.clone())
    }

    /// What Discord would have punished; a well-behaved bot's list is empty.
    pub fn offences(&self) -> Vec<Offence> {
        self.shared.with(|state| state.seen.offences.clone())
    }

    /// Requests that Discord has no route for, as `GET /path`.
    pub fn unknown_routes(&self) -> Vec<String> {
        self.shared.with(|state| state.seen.unknown_routes.clone())
    }

    /// Waits until `happened` says so of what the sandbox has seen; `what` names it in the error.
    ///
    /// ```
    /// use std::time::Duration;
    /// use ito::sandbox::Sandbox;
    ///
    /// let discord = Sandbox::start()?;
    /// let error = discord.wait_for("a login", Duration::from_millis(1), |seen| !seen.logins.is_empty()).unwrap_err();
    /// assert!(error.to_string().contains("a login"));
    /// # Ok::<(), ito::sandbox::Error>(())
    /// ```
    ///
    /// # Errors
    /// When it has not happened within `timeout`.
    pub fn wait_for(
        &self,
        what: &str,
        timeout: Duration,
        mut happened: impl FnMut(&Seen) -> bool,
    ) -> Result<(), Error> {
        let found = self.shared.wait(Instant::now() + timeout, |state| happened(&state.seen).then_some(()));
        found.ok_or_else(|| self.shared.in_vain(what, timeout))
    }

    /// Waits for the next message that the bot sends anywhere; each is given once, also to [`Channel::next_message`].
    ///
    /// # Errors
    /// When there is none within `timeout`.
    pub fn next_message(&self, timeout: Duration) -> Result<SentMessage, Error> {
        let next = self.shared.wait(Instant::now() + timeout, |state| state.world.next_sent(None));
        next.ok_or_else(|| self.shared.in_vain("a message of the bot's", timeout))
    }

    /// Waits for the bot's first answer to an interaction and gives it as the bot sent it: its `type` and its `data`.
    ///
    /// # Errors
    /// When there is none within `timeout`.
    pub fn answer_to(&self, interaction: u64, timeout: Duration) -> Result<Value, Error> {
        let answer = |state: &mut server::State| state.world.interactions.get(&interaction)?.answer.clone();
        let found = self.shared.wait(Instant::now() + timeout, answer);
        found.ok_or_else(|| {
            self.shared.in_vain(&format!("an answer to the interaction {interaction}"), timeout)
        })
    }

    /// Ends every connection, every thread and every wait; dropping the sandbox does the same. Doing it twice is fine.
    pub fn stop(&self) {
        self.shared.stop();
    }

    fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.shared.stop();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("api_url", &self.api_url()).finish_non_exhaustive()
    }
}
