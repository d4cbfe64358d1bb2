//! The setters that many components share.

/// Gives types the setters that are named, of fields that mean the same in each of them.
macro_rules! setters {
    ($( $name:ident { $($setter:ident)+ } )+) => {
        $(
            impl $name {
                $( $crate::model::component::setters::setter!($setter); )+
            }
        )+
    };
}

macro_rules! setter {
    (id) => {
        /// The number of the component; Discord counts from 1 on unless it has one.
        pub fn id(mut self, id: u32) -> Self {
            self.id = Some(id);
            self
        }
    };
    (disabled) => {
        /// Whether it is there but cannot be used.
        pub fn disabled(mut self, disabled: bool) -> Self {
            self.disabled = Some(disabled);
            self
        }
    };
    (required) => {
        /// Whether the modal needs it answered; it does by default.
        pub fn required(mut self, required: bool) -> Self {
            self.required = Some(required);
            self
        }
    };
    (selected) => {
        /// Whether it is chosen from the beginning.
        pub fn selected(mut self, selected: bool) -> Self {
            self.default = Some(selected);
            self
        }
    };
    (spoiler) => {
        /// Whether it is blurred until somebody looks.
        pub fn spoiler(mut self, spoiler: bool) -> Self {
            self.spoiler = Some(spoiler);
            self
        }
    };
    (min_values) => {
        /// How many it must be at least, 1 by default; 0 makes it optional.
        pub fn min_values(mut self, least: u32) -> Self {
            self.min_values = Some(least);
            self
        }
    };
    (max_values) => {
        /// How many it can be at most.
        pub fn max_values(mut self, most: u32) -> Self {
            self.max_values = Some(most);
            self
        }
    };
    (placeholder) => {
        /// What stands there while it is empty.
        pub fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
            self.placeholder = Some(placeholder.into());
            self
        }
    };
    (description) => {
        /// More about it, for users.
        pub fn description(mut self, description: impl Into<String>) -> Self {
            self.description = Some(description.into());
            self
        }
    };
    (emoji) => {
        /// The emoji before its text.
        pub fn emoji(mut self, emoji: impl Into<Emoji>) -> Self {
            self.emoji = Some(emoji.into());
            self
        }
    };
    (file_types) => {
        /// The types of files allowed, such as `image/*`; all by default.
        pub fn file_types<T: Into<String>>(mut self, types: impl IntoIterator<Item = T>) -> Self {
            self.file_types = types.into_iter().map(Into::into).collect();
            self
        }
    };
}

pub(super) use {setter, setters};
