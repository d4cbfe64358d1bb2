//! The settings of a guild.

use std::time::Duration;

use http::Method;

use super::of;
use crate::model::{
    Channel, DefaultMessageNotificationLevel, ExplicitContentFilterLevel, Guild, GuildFeature, Id, ImageData,
    IncidentsData, Locale, SystemChannelFlags, Timestamp, VerificationLevel,
};
use crate::rest::body::Body;
use crate::rest::fields::{DAY, ahead, seconds};
use crate::rest::options::options;
use crate::rest::{Request, Rest};

/// <https://docs.discord.com/developers/resources/guild#modify-guild>
impl Rest {
    /// Changes a guild.
    ///
    /// ```no_run
    /// # fn f(rest: &ito::rest::Rest, guild: ito::model::Id<ito::model::Guild>) -> Result<(), ito::rest::Error> {
    /// rest.edit_guild(guild).name("tea house").icon(None).reason("a fresh start").send()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn edit_guild(&self, guild: Id<Guild>) -> EditGuild {
        EditGuild::new(Request::json(self, of(Method::PATCH, "/guilds/{guild.id}", guild), Body::None))
    }

    /// Pauses invites and private messages of a guild, for a day at most, or lets them go on.
    pub fn edit_guild_incident_actions(&self, guild: Id<Guild>) -> EditGuildIncidentActions {
        let route = of(Method::PUT, "/guilds/{guild.id}/incident-actions", guild);
        EditGuildIncidentActions::new(Request::json(self, route, Body::None))
    }
}

options! {
    /// Changes to a guild; see [`Rest::edit_guild`]. What is not set stays as it is.
    pub struct EditGuild -> Guild, with reason;

    /// The name, of 2 to 100 characters.
    body name: String, 2..=100;
    /// What the guild is about, at most 300 characters.
    patch description: String, ..=300;
    /// Where voice is served; channels have regions of their own now.
    patch region: String;
    /// The icon.
    patch icon: ImageData;
    /// What who joins must have done before.
    patch verification_level: VerificationLevel;
    /// Of which messages members are notified unless they chose.
    patch default_message_notifications: DefaultMessageNotificationLevel;
    /// Whose media are looked at.
    patch explicit_content_filter: ExplicitContentFilterLevel;
    /// The language of a community.
    patch preferred_locale: Locale;
    /// After how long in a voice channel without a word one is moved: 1, 5, 15, 30 or 60 minutes.
    patch afk_timeout: Duration => seconds;
    /// Where to.
    patch afk_channel_id: Id<Channel>;
    /// Where Discord says who joined and who boosts.
    patch system_channel_id: Id<Channel>;
    /// The background of invites.
    patch splash: ImageData;
    /// The banner above the channels.
    patch banner: ImageData;
    /// What is not said in the system channel.
    patch system_channel_flags: SystemChannelFlags;
    /// What the guild has; few of these can be changed.
    patch features: Vec<GuildFeature>;
    /// The background in the directory.
    patch discovery_splash: ImageData;
    /// The picture above the guide for new members.
    patch home_header: ImageData;
    /// Where the rules of a community are.
    patch rules_channel_id: Id<Channel>;
    /// Where Discord warns moderators.
    patch safety_alerts_channel_id: Id<Channel>;
    /// Where Discord tells the moderators of communities its news.
    patch public_updates_channel_id: Id<Channel>;
    /// Whether the progress of boosts is shown.
    patch premium_progress_bar_enabled: bool;
}

options! {
    /// What is paused in a guild; see [`Rest::edit_guild_incident_actions`].
    pub struct EditGuildIncidentActions -> IncidentsData;

    /// Until when nobody can join by invite.
    patch invites_disabled_until: Timestamp, ahead(DAY);
    /// Until when members that are no friends cannot write to each other.
    patch dms_disabled_until: Timestamp, ahead(DAY);
}
