//! The rules by which Discord itself moderates a guild.

use http::Method;

use super::{of, within};
use crate::model::{
    AutoModerationAction, AutoModerationEventType, AutoModerationRule, AutoModerationTriggerMetadata,
    AutoModerationTriggerType, Channel, Guild, Id, Role,
};
use crate::rest::body::Body;
use crate::rest::options::options;
use crate::rest::route::Route;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/auto-moderation>
impl Rest {
    /// The rules of auto moderation of a guild.
    pub fn list_auto_moderation_rules(&self, guild: Id<Guild>) -> Request<Vec<AutoModerationRule>> {
        Request::list(self, of(Method::GET, "/guilds/{guild.id}/auto-moderation/rules", guild))
    }

    /// A rule of auto moderation.
    pub fn fetch_auto_moderation_rule(
        &self,
        guild: Id<Guild>,
        rule: Id<AutoModerationRule>,
    ) -> Request<AutoModerationRule> {
        Request::json(self, one(Method::GET, guild, rule), Body::None)
    }

    /// Creates a rule of auto moderation, which is off unless it is enabled.
    pub fn create_auto_moderation_rule(
        &self,
        guild: Id<Guild>,
        name: impl Into<String>,
        event: AutoModerationEventType,
        trigger: AutoModerationTriggerType,
        actions: impl IntoIterator<Item = AutoModerationAction>,
    ) -> CreateAutoModerationRule {
        let route = of(Method::POST, "/guilds/{guild.id}/auto-moderation/rules", guild);
        let actions: Vec<AutoModerationAction> = actions.into_iter().collect();
        let mut builder = CreateAutoModerationRule::new(Request::json(self, route, Body::None)).name(name);
        let body = &mut builder.options.body;
        body.set("event_type", &event);
        body.set("trigger_type", &trigger);
        body.set("actions", &actions);
        builder
    }

    /// Changes a rule of auto moderation; what sets it off cannot be changed.
    pub fn edit_auto_moderation_rule(
        &self,
        guild: Id<Guild>,
        rule: Id<AutoModerationRule>,
    ) -> EditAutoModerationRule {
        EditAutoModerationRule::new(Request::json(self, one(Method::PATCH, guild, rule), Body::None))
    }

    /// Deletes a rule of auto moderation.
    pub fn delete_auto_moderation_rule(&self, guild: Id<Guild>, rule: Id<AutoModerationRule>) -> Request<()> {
        Request::empty(self, one(Method::DELETE, guild, rule), Body::None)
    }
}

fn one(method: Method, guild: Id<Guild>, rule: Id<AutoModerationRule>) -> Route {
    within(method, "/guilds/{guild.id}/auto-moderation/rules/{auto_moderation_rule.id}", guild, rule)
}

options! {
    /// A rule to create; see [`Rest::create_auto_moderation_rule`].
    pub struct CreateAutoModerationRule -> AutoModerationRule, with reason;

    /// The name.
    body name: String, ..=100;
    /// More about what sets it off.
    body trigger_metadata: AutoModerationTriggerMetadata, ..;
    /// Whether it is on.
    body enabled: bool;
    /// The roles that it leaves alone, at most 20.
    body exempt_roles: Vec<Id<Role>>, ..=20;
    /// The channels that it leaves alone, at most 50.
    body exempt_channels: Vec<Id<Channel>>, ..=50;
}

options! {
    /// Changes to a rule; see [`Rest::edit_auto_moderation_rule`]. What is not set stays as it is.
    pub struct EditAutoModerationRule -> AutoModerationRule, with reason;

    /// The name.
    body name: String, ..=100;
    /// When it is looked at.
    body event_type: AutoModerationEventType;
    /// More about what sets it off.
    body trigger_metadata: AutoModerationTriggerMetadata, ..;
    /// What happens then.
    body actions: Vec<AutoModerationAction>, 1..=5;
    /// Whether it is on.
    body enabled: bool;
    /// The roles that it leaves alone, at most 20.
    body exempt_roles: Vec<Id<Role>>, ..=20;
    /// The channels that it leaves alone, at most 50.
    body exempt_channels: Vec<Id<Channel>>, ..=50;
}
