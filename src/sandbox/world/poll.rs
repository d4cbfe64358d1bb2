//! Polls: as they are asked for, as they are shown, and their votes.

use std::time::Duration;

use serde_json::{Value, json};

use super::Stored;
use crate::model::Timestamp;

/// A poll as a message shows it, made of one as it was asked for.
pub(super) fn shown(asked: &Value) -> Value {
    let answers = asked["answers"].as_array().into_iter().flatten().zip(1_u64..);
    let answers = answers.map(|(answer, id)| json!({"answer_id": id, "poll_media": answer["poll_media"]}));
    let hours = asked["duration"].as_u64().unwrap_or(24);
    let expiry = Timestamp::from_millis(
        Timestamp::now().as_millis() + Duration::from_secs(hours * 3600).as_millis() as i64,
    );
    json!({
        "question": asked["question"],
        "answers": answers.collect::<Vec<_>>(),
        "expiry": expiry.to_string(),
        "allow_multiselect": asked["allow_multiselect"] == true,
        "layout_type": asked["layout_type"].as_u64().unwrap_or(1),
        "results": {"answer_counts": [], "is_finalized": false},
    })
}

impl Stored {
    /// Counts the votes into the poll as `me` sees it.
    pub(in crate::sandbox) fn count_votes(&mut self, me: u64) {
        let mut counts: Vec<Value> = Vec::new();
        for (answer, user) in &self.votes {
            match counts.last_mut().filter(|count| count["id"] == *answer) {
                Some(count) => count["count"] = (count["count"].as_u64().unwrap_or(0) + 1).into(),
                None => counts.push(json!({"id": answer, "count": 1, "me_voted": false})),
            }
            if let Some(count) = counts.last_mut().filter(|_| *user == me) {
                count["me_voted"] = true.into();
            }
        }
        self.body["poll"]["results"]["answer_counts"] = counts.into();
    }
}
