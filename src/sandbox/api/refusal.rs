//! What Discord says when it refuses: status, code, message, and for bad bodies the tree of what is wrong where.
//!
//! <https://docs.discord.com/developers/topics/opcodes-and-status-codes#json>

use serde_json::{Map, Value, json};

use crate::sandbox::description::Fault;
use crate::sandbox::http::Answer;

/// A refusal.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    status: u16,
    code: u32,
    message: String,
    errors: Option<Value>,
}

impl Refusal {
    pub(super) fn new(status: u16, code: u32, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), errors: None }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    pub(super) fn unknown(what: &str, code: u32) -> Self {
        Self::new(404, code, format!("Unknown {what}"))
    }

    pub(super) fn missing_permissions() -> Self {
        Self::new(403, 50013, "Missing Permissions")
    }

    pub(super) fn missing_access() -> Self {
        Self::new(403, 50001, "Missing Access")
    }

    /// 50035: one thing is wrong at a place in the body, its parts divided by dots.
    pub(super) fn form(place: &str, code: &str, message: impl Into<String>) -> Self {
        let leaf = json!({"_errors": [{"code": code, "message": message.into()}]});
        let tree = place
            .rsplit('.')
            .filter(|part| !part.is_empty())
            .fold(leaf, |inner, part| Value::Object(Map::from_iter([(part.to_owned(), inner)])));
        Self { status: 400, code: 50035, message: "Invalid Form Body".into(), errors: Some(tree) }
    }

    /// 50035: what does not fit the description of the API.
    pub(super) fn misfits(faults: &[Fault]) -> Self {
        let mut tree = json!({});
        for fault in faults {
            let parts = fault.at.split(['/', '?']).filter(|part| !part.is_empty());
            let node = parts.fold(&mut tree, |node, part| &mut node[part]);
            let leaf = json!({"code": fault.kind.code(), "message": fault.what});
            match node["_errors"].as_array_mut() {
                Some(leaves) => leaves.push(leaf),
                None => node["_errors"] = json!([leaf]),
            }
        }
        Self { status: 400, code: 50035, message: "Invalid Form Body".into(), errors: Some(tree) }
    }

    /// A text that is longer than it may be.
    pub(super) fn too_long(place: &str, most: usize) -> Self {
        Self::form(place, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."))
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let mut body = json!({"message": refusal.message, "code": refusal.code});
        if let Some(errors) = refusal.errors {
            body["errors"] = errors;
        }
        Self::json(refusal.status, &body)
    }
}

/// What a bot is told that does what only people may do.
pub(super) fn for_people() -> Refusal {
    Refusal::new(403, 20001, "Bots cannot use this endpoint")
}

pub(super) fn not_a_snowflake(text: &str) -> Refusal {
    Refusal::form("", "NUMBER_TYPE_COERCE", format!("Value \"{text}\" is not snowflake."))
}

/// What Discord says with a bare status.
pub(super) fn of_status(status: u16) -> Answer {
    let refusal = match status {
        400 => Refusal::new(400, 50035, "Invalid Form Body"),
        401 => Refusal::unauthorized(),
        403 => Refusal::missing_permissions(),
        404 => Refusal::unknown("Channel", 10003),
        _ => {
            let text =
                http::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason()).unwrap_or("Error");
            Refusal::new(status, 0, format!("{status}: {text}"))
        }
    };
    refusal.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_names_the_place() {
        let answer: Answer =
            Refusal::form("embeds.0.title", "BASE_TYPE_REQUIRED", "This field is required").into();
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(body["code"], 50035);
        assert_eq!(body["errors"]["embeds"]["0"]["title"]["_errors"][0]["code"], "BASE_TYPE_REQUIRED");
    }
}
