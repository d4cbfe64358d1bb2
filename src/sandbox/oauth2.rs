//! What people allow the application, and the accounts that they have elsewhere, as tests play it.

use std::time::Duration;

use serde_json::json;

use super::Person;
use super::world::Grant;
use crate::model::{OAuth2Scope, Timestamp};

impl Person {
    /// Allows the application what it asks for, for a week, and gives the access token; calls with it are about them.
    ///
    /// ```
    /// use ito::Token;
    /// use ito::model::OAuth2Scope;
    /// use ito::rest::{Config, Rest};
    /// use ito::sandbox::Sandbox;
    ///
    /// # fn main() -> ito::Result {
    /// let discord = Sandbox::start()?;
    /// let token = discord.user("ada").authorizes([OAuth2Scope::Identify]);
    /// let rest = Rest::bearer(discord.endpoints(), Token::new(&token)?, Config::default())?;
    /// assert_eq!(rest.fetch_current_user().send()?.name, "ada");
    /// # Ok(())
    /// # }
    /// ```
    pub fn authorizes(&self, scopes: impl IntoIterator<Item = OAuth2Scope>) -> String {
        let token: String = (0..30).map(|_| fastrand::alphanumeric()).collect();
        let scopes = scopes.into_iter().collect();
        self.shared.with(|state| {
            let ends = state.world.clock() + Duration::from_secs(WEEK.into());
            let expires = Timestamp::from_secs(Timestamp::now().as_secs() + i64::from(WEEK)).to_string();
            state.world.grants.insert(token.clone(), Grant { user: self.id, scopes, ends, expires });
        });
        token
    }

    /// Connects an account elsewhere, as `github`, which everybody may see.
    pub fn connects_account(&self, platform: &str, name: &str) {
        self.shared.with(|state| {
            let id = state.world.id().to_string();
            let account = json!({
                "id": id,
                "name": name,
                "type": platform,
                "friend_sync": false,
                "integrations": [],
                "show_activity": true,
                "two_way_link": false,
                "verified": true,
                "visibility": 1,
                "revoked": false,
            });
            state.world.accounts.entry(self.id).or_default().push(account);
        });
    }
}

/// How many seconds an access token holds.
const WEEK: u32 = 7 * 24 * 3600;
