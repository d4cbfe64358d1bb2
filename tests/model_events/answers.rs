//! Samples of our own for each type that a request is answered with: read, written again, and changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ito::model;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::mutation::{self, Tally};

/// Reads a value and writes it again, with the places that did not fit.
type Again = fn(&Value) -> (Value, Vec<String>);

macro_rules! answers {
    ($($name:ident)+) => {
        const ANSWERS: &[(&str, Again)] = &[$( (stringify!($name), again::<model::$name>), )+];
    };
}

answers! {
        AccessToken ActivityInstance Application ApplicationCommand ApplicationRoleConnection
        ApplicationRoleConnectionMetadata AuditLog AuditLogEntry Authorization AutoModerationRule Ban
        BulkBan Channel Connection CurrentUserGuild Emoji Entitlement FollowedChannel Gateway GatewayBot
        Guild GuildApplicationCommandPermissions GuildPreview IncidentsData Integration
        InteractionCallbackResponse Invite JoinRequest Member Message MessagePin MessageSearchResults
        NewMemberWelcome Onboarding OpenIdUser Prune PublicKeys Role ScheduledEvent ScheduledEventException
        ScheduledEventUser ScheduledEventUserCount Sku SoundboardSound StageInstance Sticker StickerPack
        Subscription TargetUsersJob Template ThreadMember Threads User VanityUrl VoiceRegion VoiceState
        Webhook WelcomeScreen Widget WidgetSettings
}

fn again<T: DeserializeOwned + Default + Serialize>(value: &Value) -> (Value, Vec<String>) {
    let decoded = model::decode::<T>(&value.to_string()).unwrap();
    (serde_json::to_value(&decoded.value).unwrap(), decoded.drift)
}

fn fixtures() -> Map<String, Value> {
    serde_json::from_str(include_str!("../fixtures/answers.json")).expect("the fixtures are JSON")
}

#[test]
fn answers_travel_back_as_they_came() {
    let (mut lost, fixtures) = (Vec::new(), fixtures());
    for (name, again) in ANSWERS {
        let (written, drift) = again(&fixtures[*name]);
        lost.extend(drift.iter().map(|place| format!("drift: {name}{place}")));
        let places = mutation::lost(&fixtures[*name], &written);
        lost.extend(places.iter().map(|place| format!("{name}{place}")));
    }
    assert!(lost.is_empty(), "{} places were lost:\n{}", lost.len(), lost.join("\n"));
    assert_eq!(fixtures.len(), ANSWERS.len());
}

#[test]
fn no_single_change_costs_an_answer_more_than_its_place() {
    let (mut tally, fixtures) = (Tally::default(), fixtures());
    for (name, again) in ANSWERS {
        tally.add(name, &fixtures[*name], |value| again(value).0);
    }
    tally.check();
}

#[test]
fn each_type_of_an_answer_has_a_sample() {
    let mut types = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rest"), &mut types);
    assert!(types.len() > 50, "{types:?}");
    let has = |name: &str| ANSWERS.iter().any(|(known, _)| *known == name);
    // Bytes, ids and counts have no type of their own.
    let is_plain = |name: &str| matches!(name, "()" | "T" | "u8") || name.contains("Id<");
    let missing = types.iter().filter(|name| !has(name) && !is_plain(name)).collect::<Vec<_>>();
    assert!(missing.is_empty(), "tests/fixtures/answers.json has none of {missing:?}");
}

/// The types that the requests below a folder are answered with, without the list or the option around them.
fn collect(folder: &Path, types: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), types);
            continue;
        }
        let source = fs::read_to_string(entry.path()).unwrap();
        for line in source.lines() {
            let request = line.split_once("-> Request<").and_then(|(_, of)| of.rsplit_once("> {"));
            let builder = line.strip_prefix("    pub struct ").and_then(|of| of.split_once(" -> "));
            let Some(name) = request.map(|(of, _)| of).or(builder.map(|(_, of)| of)) else { continue };
            let name = name.trim_end_matches(';').split(", with ").next().unwrap_or(name);
            let inner =
                ["Vec<", "Option<"].iter().find_map(|outer| name.strip_prefix(outer)?.strip_suffix('>'));
            types.insert(inner.unwrap_or(name).to_owned());
        }
    }
}
