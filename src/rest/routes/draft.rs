//! What a new message and an answer to an interaction have in common.

use std::sync::Arc;

use serde::Serialize;

use crate::model::{
    AllowedMentions, Checker, Component, Embed, Id, MessageFlags, MessageReference, Patch, Sticker,
    look_at_message,
};
use crate::rest::body::Body;
use crate::rest::multipart::{File, Form};

/// A message that is not sent yet.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Draft {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) content: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nonce: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) enforce_nonce: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) tts: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) embeds: Vec<Embed>,
    pub(super) allowed_mentions: AllowedMentions,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message_reference: Option<MessageReference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) components: Vec<Component>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sticker_ids: Vec<Id<Sticker>>,
    #[serde(skip_serializing_if = "MessageFlags::is_empty")]
    pub(super) flags: MessageFlags,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) attachments: Vec<Attachment>,
}

/// What is changed of a message.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Changes {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub(super) content: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub(super) embeds: Patch<Vec<Embed>>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub(super) flags: Patch<MessageFlags>,
    pub(super) allowed_mentions: AllowedMentions,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub(super) components: Patch<Vec<Component>>,
}

/// Looks whether Discord would take a message.
pub(super) fn look(at: &mut Checker, message: &impl Serialize, is_edit: bool) {
    let json = serde_json::to_vec(message).expect("a request holds nothing that JSON cannot");
    look_at_message(at, &json, is_edit);
}

/// A file, as the JSON beside it names it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Attachment {
    pub(super) id: usize,
    pub(super) filename: String,
}

/// Files to go with a message.
#[derive(Clone, Default)]
pub(super) struct Files(Vec<File>);

impl Files {
    pub(super) fn push(&mut self, name: String, bytes: Arc<[u8]>) -> Attachment {
        self.0.push(File { name: name.clone(), bytes });
        Attachment { id: self.0.len() - 1, filename: name }
    }

    /// The body of a request: JSON alone, or a form when there are files.
    pub(super) fn body(&self, json: &impl Serialize) -> Body {
        let json = serde_json::to_vec(json).expect("a request holds nothing that JSON cannot");
        if self.0.is_empty() {
            return Body::Json(json);
        }
        Body::Form(Form::new(json, &self.0, fastrand::u128(..)))
    }
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|file| &file.name)).finish()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}
