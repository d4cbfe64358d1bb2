//! Names of things whose models are on their way, so that their ids have a type.

#![allow(missing_docs, missing_debug_implementations)]

pub enum Application {}
pub enum Emoji {}
pub enum Integration {}
pub enum Message {}
pub enum ScheduledEvent {}
pub enum Sku {}
pub enum Sticker {}
pub enum Team {}
pub enum User {}
pub enum StickerFormatType {
    Gif,
    Lottie,
    Png,
}
