//! Names of things whose models are on their way, so that their ids have a type.

#![allow(missing_docs, missing_debug_implementations)]

pub enum Application {}
pub enum Emoji {}
pub enum Message {}
pub enum Sticker {}
pub enum Team {}
pub enum User {}
#[derive(Clone, Copy)]
pub enum StickerFormatType {
    Apng,
    Gif,
    Lottie,
    Png,
}
