//! Fewer fields: what a user changes in a model before it is remembered.

use std::borrow::Cow;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::model::{Channel, Guild, Member, Message, User};

/// A model of which [`CacheSettings::slim`](super::CacheSettings::slim) may leave something out: [`Guild`], [`Channel`]
/// (threads, too), [`Member`], [`User`], [`Message`].
pub trait Slim: Clone + sealed::Slot {}

impl<T: Clone + sealed::Slot> Slim for T {}

/// What is changed, by model.
#[derive(Clone, Default)]
pub struct Slims {
    guild: Option<Change<Guild>>,
    channel: Option<Change<Channel>>,
    member: Option<Change<Member>>,
    user: Option<Change<User>>,
    message: Option<Change<Message>>,
}

type Change<T> = Arc<dyn Fn(&mut T) + Send + Sync>;

mod sealed {
    use super::{Change, Slims};

    /// Where the change of a model is.
    pub trait Slot: Sized {
        /// It, to be read.
        fn of(slims: &Slims) -> Option<&Change<Self>>;
        /// It, to be set.
        fn at(slims: &mut Slims) -> &mut Option<Change<Self>>;
    }
}

macro_rules! slots {
    ($($model:ident $slot:ident),+) => { $(
        impl sealed::Slot for $model {
            fn of(slims: &Slims) -> Option<&Change<Self>> {
                slims.$slot.as_ref()
            }

            fn at(slims: &mut Slims) -> &mut Option<Change<Self>> {
                &mut slims.$slot
            }
        }
    )+ };
}

slots!(Guild guild, Channel channel, Member member, User user, Message message);

impl Slims {
    pub(super) fn set<T: Slim>(&mut self, change: impl Fn(&mut T) + Send + Sync + 'static) {
        *T::at(self) = Some(Arc::new(change));
    }

    /// Whether anything is changed in things of this type.
    pub(super) fn change<T: Slim>(&self) -> bool {
        T::of(self).is_some()
    }

    /// The thing as it is to be remembered.
    pub(super) fn slim<T: Slim>(&self, thing: T) -> T {
        let Some(change) = T::of(self) else { return thing };
        let mut slim = thing.clone();
        if catch_unwind(AssertUnwindSafe(|| change(&mut slim))).is_err() {
            log::error!(target: "ito::cache", "what leaves out fields of {} panicked; all of them are kept", std::any::type_name::<T>());
            return thing;
        }
        slim
    }

    /// The same of a thing that is another's; borrowed when nothing is set.
    pub(super) fn slimmed<'a, T: Slim>(&self, thing: &'a T) -> Cow<'a, T> {
        match T::of(self) {
            Some(_) => Cow::Owned(self.slim(thing.clone())),
            None => Cow::Borrowed(thing),
        }
    }
}

impl fmt::Debug for Slims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slims")
    }
}
