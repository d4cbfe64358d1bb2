//! Requests with options: what a request is given beside its path, and the macro that writes the setters.

use std::fmt;

use super::File;
use super::body::Body;
use super::fields::Fields;
use super::multipart::Form;
use crate::model::{AllowedMentions, Attachment, Checker, FieldError, Id, MessageFlags, look_at_message};

/// What a request is given beside its path.
#[derive(Default)]
pub(super) struct Options {
    pub(super) query: Fields,
    pub(super) body: Fields,
    /// The message in the body.
    pub(super) message: Fields,
    /// Under which name the message is in the body; at its top when there is none.
    within: Option<&'static str>,
    files: Vec<File>,
    kept: Kept,
    /// A file that is no attachment of a message, with the name and the type of its part.
    part: Option<(&'static str, &'static str, File)>,
}

/// Which attachments a message keeps.
#[derive(Default)]
enum Kept {
    /// A new message has none.
    #[default]
    None,
    All,
    These(Vec<Id<Attachment>>),
}

impl Options {
    /// A new message, which mentions nobody unless told to.
    pub(super) fn new_message() -> Self {
        let mut options = Self::default();
        options.message.set("allowed_mentions", &AllowedMentions::none());
        options
    }

    /// Changes to a message, which keeps its attachments unless told otherwise.
    pub(super) fn changes() -> Self {
        Self { kept: Kept::All, ..Self::new_message() }
    }

    /// Puts the message under a name.
    pub(super) fn within(mut self, name: &'static str) -> Self {
        self.within = Some(name);
        self
    }

    /// Adds a file to the message.
    pub(super) fn attach(&mut self, file: File) {
        self.files.push(file);
        self.list_attachments();
    }

    /// Says which attachments the message keeps.
    pub(super) fn keep(&mut self, attachments: Vec<Id<Attachment>>) {
        self.kept = Kept::These(attachments);
        self.list_attachments();
    }

    /// The attachments that the message is to have: a new one is known by the number of its file. Without a list Discord
    /// keeps those that there are.
    fn list_attachments(&mut self) {
        let kept = match &self.kept {
            Kept::None => &[][..],
            Kept::These(attachments) => attachments,
            Kept::All => return,
        };
        let mut list = Vec::new();
        for id in kept {
            let mut attachment = Fields::default();
            attachment.set("id", id);
            list.push(attachment.json());
        }
        for (i, file) in self.files.iter().enumerate() {
            let mut attachment = Fields::default();
            attachment.set("id", &i);
            attachment.set("filename", &file.name());
            attachment.append(file.details().clone());
            list.push(attachment.json());
        }
        self.message.put("attachments", Some(format!("[{}]", list.join(","))));
    }

    /// Adds flags to those of the message.
    pub(super) fn add_flags(&mut self, flags: MessageFlags) {
        let known = self.message.value("flags").and_then(|json| serde_json::from_str(json).ok());
        self.message.set("flags", &(known.unwrap_or(MessageFlags::empty()) | flags));
    }

    /// Sets a file that is no attachment.
    pub(super) fn part(&mut self, name: &'static str, content_type: &'static str, file: File) {
        self.part = Some((name, content_type, file));
    }

    /// The body, with all that belongs in it, and what is beyond a limit of Discord's or would be understood otherwise than
    /// it is meant.
    pub(super) fn into_body(mut self) -> (Body, Vec<FieldError>) {
        let mut at = Checker::default();
        let mut beyond: Vec<FieldError> = self.query.beyond().chain(self.body.beyond()).collect();
        let message = std::mem::take(&mut self.message);
        let json = match self.within {
            _ if message.is_empty() => self.body.json(),
            Some(name) => {
                let json = message.json();
                at.within(name, |at| self.look_at_message(at, &message, &json));
                self.body.put(name, Some(json));
                self.body.json()
            }
            None => {
                self.body.append(message);
                let json = self.body.json();
                self.look_at_message(&mut at, &self.body, &json);
                json
            }
        };
        beyond.extend(at.into_errors());
        if self.files.is_empty() && self.part.is_none() {
            return (Body::Json(json.into_bytes()), beyond);
        }
        let mut form = Form::new().json(json.into_bytes());
        for (i, file) in self.files.into_iter().enumerate() {
            form = form.file(&format!("files[{i}]"), "application/octet-stream", file);
        }
        if let Some((name, content_type, file)) = self.part {
            form = form.file(name, content_type, file);
        }
        (Body::Form(form), beyond)
    }

    fn look_at_message(&self, at: &mut Checker, message: &Fields, json: &str) {
        let keeps_all = matches!(self.kept, Kept::All);
        if !message.is_short_text() {
            look_at_message(at, json, !matches!(self.kept, Kept::None));
        }
        let detailed = self.files.iter().any(|file| !file.details().is_empty());
        at.forbidden(
            "attachments",
            detailed && keeps_all,
            "a file with a description or the like makes Discord forget the others; say with keep_attachments which stay",
        );
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("query", &self.query)
            .field("body", &self.body)
            .field("message", &self.message)
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

/// Writes a request with options: its type, a setter for each option, and `send`.
///
/// A line is where the option goes (`query`, `body`, `message`, or `patch` for a part of the body that can be emptied), its name, its
/// name on the wire if that is another, its type, what makes of it what is sent if that is another, and its limit: how
/// long, how many or how large Discord takes it, or `..` when there are limits only inside of it; `each` stands before the
/// limit of its entries. A number has `=` before its type: it is taken as it is, so that it can be written without one.
///
/// ```text
/// options! {
///     /// A greeting to send; see [`Rest::create_greeting`].
///     pub struct CreateGreeting -> Greeting, with reason, with files;
///
///     /// The text, of 1 to 100 characters.
///     body text: String, 1..=100;
///     /// How long it lasts: up to 6 hours.
///     patch lasts as "duration": Duration => seconds, ..=6 * 3600;
///     /// How often it is said, at most 10 times.
///     body times = u32, 1..=10;
///     /// At most 5 words of up to 20 characters.
///     body tags: Vec<String>, ..=5, each 1..=20;
/// }
/// ```
macro_rules! options {
    (
        $(#[$doc:meta])*
        pub struct $name:ident -> $answer:ty $(, with $extra:ident)*;
        $($(#[$field_doc:meta])* $place:ident $field:ident $(as $wire:literal)? $(: $type:ty)? $(= $number:ty)? $(=> $convert:path)? $(, $limit:expr)? $(, each $each:expr)?;)*
    ) => {
        $(#[$doc])*
        #[must_use = "a request does nothing until it is sent"]
        #[derive(Debug)]
        pub struct $name {
            request: $crate::rest::Request<$answer>,
            options: $crate::rest::options::Options,
        }

        impl $name {
            pub(in crate::rest) fn new(request: $crate::rest::Request<$answer>) -> Self {
                Self { request, options: $crate::rest::options::begin!($($extra)*) }
            }

            $($crate::rest::options::setter! {
                $(#[$field_doc])* $place $field [$($wire)?] [$($type)?] [$($number)?] [$($convert)?] [$($limit)?] [$($each)?]
            })*

            $($crate::rest::options::extra!($extra);)*

            /// The longest that the call may take as a whole.
            pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
                self.request = self.request.timeout(timeout);
                self
            }

            /// Ends the call when `flag` is set; see [`Request::ended_by`]($crate::rest::Request::ended_by).
            pub fn ended_by(mut self, flag: &$crate::sync::CloseFlag) -> Self {
                self.request = self.request.ended_by(flag);
                self
            }

            /// How long the call would wait for its limits if it were sent now.
            pub fn eta(&self) -> std::time::Duration {
                self.request.eta_with(&self.options)
            }

            /// Sends the request, waits for its answer, and decodes it.
            ///
            /// # Errors
            /// What Discord refused, what broke, or what took too long.
            pub fn send(self) -> Result<$answer, $crate::rest::Error> {
                self.request.options(self.options).send()
            }
        }
    };
}

/// A setter of [`options!`] or of a list.
macro_rules! setter {
    ($(#[$doc:meta])* patch $field:ident [$($wire:literal)?] [$type:ty] [] [$($convert:path)?] [$($limit:expr)?] [$($each:expr)?]) => {
        $(#[$doc])*
        pub fn $field(mut self, value: impl Into<$crate::model::Patch<$type>>) -> Self {
            let name = $crate::rest::options::wire!($field $($wire)?);
            let value: $crate::model::Patch<$type> = value.into();
            let beyond = $crate::rest::options::limited!(name value $($limit)? $(, $each)?);
            $(let value = value.map($convert);)?
            self.options.body.patch(name, &value);
            self.options.body.note(name, beyond);
            self
        }
    };
    ($(#[$doc:meta])* $place:ident $field:ident [$($wire:literal)?] [$type:ty] [] [$($convert:path)?] [$($limit:expr)?] [$($each:expr)?]) => {
        $(#[$doc])*
        pub fn $field(mut self, value: impl Into<$type>) -> Self {
            let name = $crate::rest::options::wire!($field $($wire)?);
            let value: $type = value.into();
            let beyond = $crate::rest::options::limited!(name value $($limit)? $(, $each)?);
            $(let value = $convert(value);)?
            self.options.$place.set(name, &value);
            self.options.$place.note(name, beyond);
            self
        }
    };
    ($(#[$doc:meta])* $place:ident $field:ident [] [] [$number:ty] [] [$($limit:expr)?] []) => {
        $(#[$doc])*
        pub fn $field(mut self, value: $number) -> Self {
            let name = stringify!($field);
            self.options.$place.set(name, &value);
            self.options.$place.note(name, $crate::rest::options::limited!(name value $($limit)?));
            self
        }
    };
}

macro_rules! limited {
    ($name:ident $value:ident) => {
        Vec::new()
    };
    ($name:ident $value:ident $limit:expr) => {
        $crate::rest::fields::beyond($name, &$value, $limit)
    };
    ($name:ident $value:ident $limit:expr, $each:expr) => {
        $crate::rest::fields::beyond_each($name, &$value, $limit, $each)
    };
}

/// With what options begin: those of a message with what is said of messages.
macro_rules! begin {
    (message $($rest:ident)*) => {
        $crate::rest::options::Options::new_message()
    };
    (changes $($rest:ident)*) => {
        $crate::rest::options::Options::changes()
    };
    ($other:ident $($rest:ident)*) => {
        $crate::rest::options::begin!($($rest)*)
    };
    () => {
        Default::default()
    };
}

macro_rules! wire {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $wire:literal) => {
        $wire
    };
}

macro_rules! extra {
    (reason) => {
        /// Why, for the guild's audit log; at most 512 characters.
        pub fn reason(mut self, reason: impl Into<String>) -> Self {
            self.request = self.request.reason(reason);
            self
        }
    };
    // What every new message can have.
    (message) => {
        /// The text, at most 2,000 characters.
        pub fn content(mut self, content: impl Into<String>) -> Self {
            self.options.message.set("content", &content.into());
            self
        }

        /// Adds an embed; at most 10.
        pub fn embed(mut self, embed: $crate::model::Embed) -> Self {
            self.options.message.push("embeds", &embed);
            self
        }

        /// Adds embeds.
        pub fn embeds(mut self, embeds: impl IntoIterator<Item = $crate::model::Embed>) -> Self {
            for embed in embeds {
                self.options.message.push("embeds", &embed);
            }
            self
        }

        /// Whom the message may mention; nobody by default.
        pub fn allowed_mentions(mut self, allowed: $crate::model::AllowedMentions) -> Self {
            self.options.message.set("allowed_mentions", &allowed);
            self
        }

        /// Adds components: rows of buttons, for example. Where one of them is no row, the flag
        /// [`IS_COMPONENTS_V2`](crate::model::MessageFlags::IS_COMPONENTS_V2) belongs to the message.
        pub fn components<C: Into<$crate::model::Component>>(
            mut self,
            components: impl IntoIterator<Item = C>,
        ) -> Self {
            for component in components {
                self.options.message.push("components", &component.into());
            }
            self
        }

        /// Adds flags, such as that no embeds are made of links.
        pub fn flags(mut self, flags: $crate::model::MessageFlags) -> Self {
            self.options.add_flags(flags);
            self
        }

        /// Asks a question.
        pub fn poll(mut self, poll: $crate::model::NewPoll) -> Self {
            self.options.message.set("poll", &poll);
            self
        }

        /// Makes a voice message of one file, which needs a duration and a waveform and goes without text.
        pub fn voice(self, file: $crate::rest::File) -> Self {
            self.flags($crate::model::MessageFlags::IS_VOICE_MESSAGE).attach(file)
        }

        $crate::rest::options::extra!(files);
    };
    // What can be changed of every message.
    (changes) => {
        /// The text, at most 2,000 characters; `None` takes it away.
        pub fn content(mut self, content: impl Into<$crate::model::Patch<String>>) -> Self {
            self.options.message.patch("content", &content.into());
            self
        }

        /// All embeds, at most 10; an empty list takes them away.
        pub fn embeds(mut self, embeds: impl IntoIterator<Item = $crate::model::Embed>) -> Self {
            self.options.message.set("embeds", &embeds.into_iter().collect::<Vec<_>>());
            self
        }

        /// Whom the message may mention; nobody by default.
        pub fn allowed_mentions(mut self, allowed: $crate::model::AllowedMentions) -> Self {
            self.options.message.set("allowed_mentions", &allowed);
            self
        }

        /// All components; an empty list takes them away.
        pub fn components<C: Into<$crate::model::Component>>(
            mut self,
            components: impl IntoIterator<Item = C>,
        ) -> Self {
            let components: Vec<$crate::model::Component> = components.into_iter().map(Into::into).collect();
            self.options.message.set("components", &components);
            self
        }

        /// All flags.
        pub fn flags(mut self, flags: $crate::model::MessageFlags) -> Self {
            self.options.message.set("flags", &flags);
            self
        }

        /// The attachments that stay, beside new ones; all of them unless set.
        pub fn keep_attachments(
            mut self,
            attachments: impl IntoIterator<Item = $crate::model::Id<$crate::model::Attachment>>,
        ) -> Self {
            self.options.keep(attachments.into_iter().collect());
            self
        }

        $crate::rest::options::extra!(files);
    };
    (files) => {
        /// Adds a file of a name and bytes; at most 10.
        pub fn file(self, name: impl Into<String>, bytes: impl Into<std::sync::Arc<[u8]>>) -> Self {
            self.attach($crate::rest::File::bytes(name, bytes))
        }

        /// Adds a file of bytes, of a path, of an address or of a reader, with a description if it has one; at most 10.
        pub fn attach(mut self, file: impl Into<$crate::rest::File>) -> Self {
            self.options.attach(file.into());
            self
        }
    };
    (index) => {
        /// How long to wait while Discord builds its index of the guild, the pauses between being those that Discord asks
        /// for; not at all unless set, and the call then fails with the time to ask again.
        pub fn wait_for_index(mut self, limit: std::time::Duration) -> Self {
            self.request = self.request.patience(limit);
            self
        }
    };
    (webhook_name) => {
        /// The name, of 1 to 80 characters, without "clyde" and "discord".
        pub fn name(mut self, name: impl Into<String>) -> Self {
            let name = name.into();
            let mut at = $crate::model::Checker::default();
            $crate::model::look_at_webhook_name(&mut at, "name", Some(&name));
            self.options.body.set("name", &name);
            self.options.body.note("name", at.into_errors());
            self
        }
    };
    (tts) => {
        /// Whether the message is read aloud.
        pub fn tts(mut self, tts: bool) -> Self {
            self.options.message.set("tts", &tts);
            self
        }
    };
    (ephemeral) => {
        /// Shows the message to the user only.
        pub fn ephemeral(self) -> Self {
            self.flags($crate::model::MessageFlags::EPHEMERAL)
        }
    };
    // What a bot's own messages can have, and those of webhooks not.
    (post) => {
        /// Adds a sticker; at most 3.
        pub fn sticker(mut self, sticker: $crate::model::Id<$crate::model::Sticker>) -> Self {
            self.options.message.push("sticker_ids", &sticker);
            self
        }

        /// Shares the look of a client.
        pub fn shared_client_theme(mut self, theme: $crate::model::SharedClientTheme) -> Self {
            self.options.message.set("shared_client_theme", &theme);
            self
        }
    };
}

pub(super) use {begin, extra, limited, options, setter, wire};
