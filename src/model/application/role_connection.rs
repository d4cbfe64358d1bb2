//! Linked roles: what an application knows of a user's account elsewhere, and what roles may ask of it.
//!
//! <https://docs.discord.com/developers/resources/application-role-connection-metadata>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Locale, Localizations, limits, open_enum};

/// Something that roles may ask of an account elsewhere.
///
/// <https://docs.discord.com/developers/resources/application-role-connection-metadata#application-role-connection-metadata-object-application-role-connection-metadata-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationRoleConnectionMetadata {
    /// How the user's value is compared with the role's.
    #[serde(rename = "type")]
    pub kind: ApplicationRoleConnectionMetadataType,
    /// The key, of up to 50 of `a-z`, `0-9` and `_`.
    pub key: String,
    /// The name, of up to 100 characters.
    pub name: String,
    /// The name in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_localizations: Option<Localizations>,
    /// The description, of up to 200 characters.
    pub description: String,
    /// The description in other languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description_localizations: Option<Localizations>,
}

limits! {
    ApplicationRoleConnectionMetadata { key: 1..=50, name: 1..=100, description: 1..=200 }
}

impl ApplicationRoleConnectionMetadata {
    /// Something that roles may ask: how, by which key, and as users see it.
    pub fn new(
        kind: ApplicationRoleConnectionMetadataType,
        key: impl Into<String>,
        name: impl Into<String>,
        description: impl Into<String>,
    ) -> Self {
        Self { kind, key: key.into(), name: name.into(), description: description.into(), ..Self::default() }
    }

    /// Its name in another language.
    pub fn name_localization(mut self, locale: Locale, name: impl Into<String>) -> Self {
        self.name_localizations.get_or_insert_default().insert(locale, name.into());
        self
    }

    /// Its description in another language.
    pub fn description_localization(mut self, locale: Locale, description: impl Into<String>) -> Self {
        self.description_localizations.get_or_insert_default().insert(locale, description.into());
        self
    }
}

open_enum! {
    /// How a user's value is compared with a role's.
    ///
    /// <https://docs.discord.com/developers/resources/application-role-connection-metadata#application-role-connection-metadata-object-application-role-connection-metadata-type>
    pub enum ApplicationRoleConnectionMetadataType: u32 {
        /// The number is at most the role's.
        IntegerLessThanOrEqual = 1,
        /// The number is at least the role's.
        IntegerGreaterThanOrEqual = 2,
        /// The number is the role's.
        IntegerEqual = 3,
        /// The number is not the role's.
        IntegerNotEqual = 4,
        /// The time is at most as many days ago as the role says.
        DatetimeLessThanOrEqual = 5,
        /// The time is at least as many days ago as the role says.
        DatetimeGreaterThanOrEqual = 6,
        /// The number, 0 or 1, is the role's.
        BooleanEqual = 7,
        /// The number, 0 or 1, is not the role's.
        BooleanNotEqual = 8,
    }
    default IntegerLessThanOrEqual
}

/// What an application has said of a user's account elsewhere.
///
/// <https://docs.discord.com/developers/resources/user#application-role-connection-object-application-role-connection-structure>
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ApplicationRoleConnection {
    /// The name of the platform, of up to 50 characters.
    pub platform_name: Option<String>,
    /// The name of the user there, of up to 100 characters.
    pub platform_username: Option<String>,
    /// The values by the keys of the metadata, each of up to 100 characters.
    pub metadata: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_roles_travel_back_as_they_came() {
        let json = r#"[{"type":2,"key":"cups","name":"Cups","name_localizations":{"de":"Tassen"},"description":"At least so many"}]"#;
        let metadata: Vec<ApplicationRoleConnectionMetadata> = serde_json::from_str(json).unwrap();
        assert_eq!(metadata[0].kind, ApplicationRoleConnectionMetadataType::IntegerGreaterThanOrEqual);
        assert_eq!(serde_json::to_string(&metadata).unwrap(), json);
        let json = r#"{"platform_name":"Teahouse","platform_username":null,"metadata":{"cups":"3"}}"#;
        let connection: ApplicationRoleConnection = serde_json::from_str(json).unwrap();
        assert_eq!(connection.metadata["cups"], "3");
        assert_eq!(serde_json::to_string(&connection).unwrap(), json);
    }
}
