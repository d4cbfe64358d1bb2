//! What a guild can do beyond others.
//!
//! <https://docs.discord.com/developers/resources/guild#guild-object-guild-features>

use crate::model::open_enum;

open_enum! {
    /// What a guild can do beyond others.
    ///
    /// <https://docs.discord.com/developers/resources/guild#guild-object-guild-features>
    pub enum GuildFeature: str {
        /// The banner may move.
        AnimatedBanner = "ANIMATED_BANNER",
        /// The icon may move.
        AnimatedIcon = "ANIMATED_ICON",
        /// Permissions of commands work as they did of old.
        ApplicationCommandPermissionsV2 = "APPLICATION_COMMAND_PERMISSIONS_V2",
        /// Auto moderation is set up.
        AutoModeration = "AUTO_MODERATION",
        /// May have a banner.
        Banner = "BANNER",
        /// Is a community: may have a welcome screen, screening, stages and discovery, and hears from Discord.
        Community = "COMMUNITY",
        /// Earns money.
        CreatorMonetizableProvisional = "CREATOR_MONETIZABLE_PROVISIONAL",
        /// Has a page on its role subscriptions.
        CreatorStorePage = "CREATOR_STORE_PAGE",
        /// Supports an application of the App Directory.
        DeveloperSupportServer = "DEVELOPER_SUPPORT_SERVER",
        /// Is found in the directory.
        Discoverable = "DISCOVERABLE",
        /// May be featured in the directory.
        Featurable = "FEATURABLE",
        /// Invites are paused.
        InvitesDisabled = "INVITES_DISABLED",
        /// May have a picture behind invites.
        InviteSplash = "INVITE_SPLASH",
        /// Screens its members.
        MemberVerificationGateEnabled = "MEMBER_VERIFICATION_GATE_ENABLED",
        /// Has room for more sounds.
        MoreSoundboard = "MORE_SOUNDBOARD",
        /// Has room for more stickers.
        MoreStickers = "MORE_STICKERS",
        /// May have announcement channels.
        News = "NEWS",
        /// Is a partner.
        Partnered = "PARTNERED",
        /// Can be looked at before one joins.
        PreviewEnabled = "PREVIEW_ENABLED",
        /// Does not warn of raids.
        RaidAlertsDisabled = "RAID_ALERTS_DISABLED",
        /// Roles may have icons.
        RoleIcons = "ROLE_ICONS",
        /// Has role subscriptions for sale.
        RoleSubscriptionsAvailableForPurchase = "ROLE_SUBSCRIPTIONS_AVAILABLE_FOR_PURCHASE",
        /// Has role subscriptions.
        RoleSubscriptionsEnabled = "ROLE_SUBSCRIPTIONS_ENABLED",
        /// Has sounds.
        Soundboard = "SOUNDBOARD",
        /// May sell tickets to events.
        TicketedEventsEnabled = "TICKETED_EVENTS_ENABLED",
        /// May have a vanity invite.
        VanityUrl = "VANITY_URL",
        /// Is verified.
        Verified = "VERIFIED",
        /// Voice may have 384 kbit/s.
        VipRegions = "VIP_REGIONS",
        /// Shows a welcome screen.
        WelcomeScreenEnabled = "WELCOME_SCREEN_ENABLED",
        /// May invite guests.
        GuestsEnabled = "GUESTS_ENABLED",
        /// May have a tag.
        GuildTags = "GUILD_TAGS",
        /// Roles may have gradients.
        EnhancedRoleColors = "ENHANCED_ROLE_COLORS",
        /// Only administrators may prune.
        PruneRequiresAdmin = "PRUNE_REQUIRES_ADMIN",
        /// Is the official guild of a game.
        OfficialGameGuild = "OFFICIAL_GAME_GUILD",
    }
}
