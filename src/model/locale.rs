//! The languages of Discord.
//!
//! <https://docs.discord.com/developers/reference#locales>

use super::open_enum;

open_enum! {
    /// A language, as users and guilds choose it.
    ///
    /// <https://docs.discord.com/developers/reference#locales>
    pub enum Locale: str {
        /// Indonesian.
        Indonesian = "id",
        /// Danish.
        Danish = "da",
        /// German.
        German = "de",
        /// English, UK.
        EnglishUk = "en-GB",
        /// English, US.
        EnglishUs = "en-US",
        /// Spanish.
        Spanish = "es-ES",
        /// Spanish, LATAM.
        SpanishLatam = "es-419",
        /// French.
        French = "fr",
        /// Croatian.
        Croatian = "hr",
        /// Italian.
        Italian = "it",
        /// Lithuanian.
        Lithuanian = "lt",
        /// Hungarian.
        Hungarian = "hu",
        /// Dutch.
        Dutch = "nl",
        /// Norwegian.
        Norwegian = "no",
        /// Polish.
        Polish = "pl",
        /// Portuguese, Brazilian.
        PortugueseBrazil = "pt-BR",
        /// Romanian, Romania.
        Romanian = "ro",
        /// Finnish.
        Finnish = "fi",
        /// Swedish.
        Swedish = "sv-SE",
        /// Vietnamese.
        Vietnamese = "vi",
        /// Turkish.
        Turkish = "tr",
        /// Czech.
        Czech = "cs",
        /// Greek.
        Greek = "el",
        /// Bulgarian.
        Bulgarian = "bg",
        /// Russian.
        Russian = "ru",
        /// Ukrainian.
        Ukrainian = "uk",
        /// Hindi.
        Hindi = "hi",
        /// Thai.
        Thai = "th",
        /// Chinese, China.
        ChineseChina = "zh-CN",
        /// Japanese.
        Japanese = "ja",
        /// Chinese, Taiwan.
        ChineseTaiwan = "zh-TW",
        /// Korean.
        Korean = "ko",
        /// Arabic.
        Arabic = "ar",
        /// Hebrew.
        Hebrew = "he",
    }
}
