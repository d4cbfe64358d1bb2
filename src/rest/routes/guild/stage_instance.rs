//! Live stages.

use http::Method;

use crate::model::{Channel, Id, ScheduledEvent, StageInstance, StagePrivacyLevel};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::{Route, Value};
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/stage-instance>
impl Rest {
    /// Begins a stage.
    pub fn create_stage_instance(
        &self,
        channel: Id<Channel>,
        topic: impl Into<String>,
    ) -> CreateStageInstance {
        let route = Route::new(Method::POST, "/stage-instances", &[]);
        let mut builder = CreateStageInstance::new(Request::json(self, route, Body::None)).topic(topic);
        builder.options.body.set("channel_id", &channel);
        builder
    }

    /// The stage that is live in a channel.
    pub fn fetch_stage_instance(&self, channel: Id<Channel>) -> Request<StageInstance> {
        Request::json(self, one(Method::GET, channel), Body::None)
    }

    /// Changes a stage.
    pub fn edit_stage_instance(&self, channel: Id<Channel>) -> EditStageInstance {
        EditStageInstance::new(Request::json(self, one(Method::PATCH, channel), Body::None))
    }

    /// Ends a stage.
    pub fn delete_stage_instance(&self, channel: Id<Channel>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, channel), Body::None)
    }
}

fn one(method: Method, channel: Id<Channel>) -> Route {
    Route::new(method, "/stage-instances/{channel.id}", &[Value::Id(channel.get())])
}

options! {
    /// A stage to begin; see [`Rest::create_stage_instance`].
    pub struct CreateStageInstance -> StageInstance, with reason;

    /// What it is about, of 1 to 120 characters.
    body topic: String, 1..=120;
    /// Who can see it.
    body privacy_level: StagePrivacyLevel;
    /// Whether everybody is notified.
    body send_start_notification: bool;
    /// The scheduled event that begins with it.
    body guild_scheduled_event_id: Id<ScheduledEvent>;
}

options! {
    /// Changes to a stage; see [`Rest::edit_stage_instance`]. What is not set stays as it is.
    pub struct EditStageInstance -> StageInstance, with reason;

    /// What it is about, of 1 to 120 characters.
    body topic: String, 1..=120;
    /// Who can see it.
    body privacy_level: StagePrivacyLevel;
}
