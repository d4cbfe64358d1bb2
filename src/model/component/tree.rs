//! Components within components: to walk through, to change, and the limits that hold for all of a message or modal.
//!
//! <https://docs.discord.com/developers/components/reference#component-object>

use std::collections::BTreeSet;

use crate::model::{Checker, Component, ComponentType, Size};

impl Component {
    /// What interactions name it by; nothing for those that cannot be used, and for links.
    pub fn custom_id(&self) -> Option<&str> {
        match self {
            Self::Button(button) => button.custom_id.as_deref(),
            Self::StringSelect(select) => Some(&select.custom_id),
            Self::UserSelect(select) => Some(&select.custom_id),
            Self::RoleSelect(select) => Some(&select.custom_id),
            Self::MentionableSelect(select) => Some(&select.custom_id),
            Self::ChannelSelect(select) => Some(&select.custom_id),
            Self::TextInput(input) => Some(&input.custom_id),
            Self::FileUpload(upload) => Some(&upload.custom_id),
            Self::RadioGroup(group) => Some(&group.custom_id),
            Self::CheckboxGroup(group) => Some(&group.custom_id),
            Self::Checkbox(checkbox) => Some(&checkbox.custom_id),
            _ => None,
        }
    }

    /// The components right inside of it.
    pub fn children(&self) -> impl DoubleEndedIterator<Item = &Self> {
        let (list, single) = self.inside();
        list.iter().chain(single.map(|(_, component)| component))
    }

    /// The components right inside of it, to change them.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        let (list, single): (&mut [Self], _) = match self {
            Self::ActionRow(row) => (&mut row.components, None),
            Self::Container(container) => (&mut container.components, None),
            Self::Section(section) => (&mut section.components, section.accessory.as_deref_mut()),
            Self::Label(label) => (&mut [], label.component.as_deref_mut()),
            _ => (&mut [], None),
        };
        list.iter_mut().chain(single)
    }

    /// All components of a message or modal with all that is inside of them, each before what it holds.
    ///
    /// ```
    /// use ito::model::{ActionRow, Button, Component};
    ///
    /// let components = [ActionRow::buttons([Button::primary("yes"), Button::danger("no")]).into()];
    /// let ids: Vec<&str> = Component::walk(&components).filter_map(Component::custom_id).collect();
    /// assert_eq!(ids, ["yes", "no"]);
    /// ```
    pub fn walk(components: &[Self]) -> impl Iterator<Item = &Self> {
        let mut ahead: Vec<&Self> = components.iter().rev().collect();
        std::iter::from_fn(move || {
            let next = ahead.pop()?;
            ahead.extend(next.children().rev());
            Some(next)
        })
    }

    /// Changes or replaces each component of a message or modal, and then what is inside of it.
    ///
    /// ```
    /// use ito::model::{Component, Container};
    ///
    /// let mut components = [Container::new().text("three of four").into()];
    /// Component::walk_mut(&mut components, &mut |component| {
    ///     if let Component::TextDisplay(text) = component {
    ///         text.content = "four of four".to_owned();
    ///     }
    /// });
    /// assert_eq!(components, [Container::new().text("four of four").into()]);
    /// ```
    pub fn walk_mut(components: &mut [Self], change: &mut impl FnMut(&mut Self)) {
        for component in components {
            component.change(change);
        }
    }

    /// Makes each button and select of a message unusable, such as when its question has been answered.
    ///
    /// [`Message::disabled_components`](crate::model::Message::disabled_components) does it for a message that was received.
    pub fn disable_all(components: &mut [Self]) {
        Self::walk_mut(components, &mut |component| {
            let disabled = match component {
                Self::Button(button) => &mut button.disabled,
                Self::StringSelect(select) => &mut select.disabled,
                Self::UserSelect(select) => &mut select.disabled,
                Self::RoleSelect(select) => &mut select.disabled,
                Self::MentionableSelect(select) => &mut select.disabled,
                Self::ChannelSelect(select) => &mut select.disabled,
                _ => return,
            };
            *disabled = Some(true);
        });
    }

    fn change(&mut self, change: &mut impl FnMut(&mut Self)) {
        change(self);
        for child in self.children_mut() {
            child.change(change);
        }
    }

    /// The list of what is inside, and what is there alone with the name of its field.
    fn inside(&self) -> (&[Self], Option<(&'static str, &Self)>) {
        match self {
            Self::ActionRow(row) => (&row.components, None),
            Self::Container(container) => (&container.components, None),
            Self::Section(section) => {
                (&section.components, section.accessory.as_deref().map(|component| ("accessory", component)))
            }
            Self::Label(label) => (&[], label.component.as_deref().map(|component| ("component", component))),
            _ => (&[], None),
        }
    }
}

/// What components are at the top of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A message as of old, with rows below its text.
    Rows,
    /// A message that is components and nothing else.
    V2,
    /// A message that may be either.
    Either,
    /// A modal.
    Modal,
}

/// Looks at all components of a message or modal: each by itself, what may hold what, how many there are, and that no two
/// have the same `custom_id` or `id`.
pub(crate) fn look_at_layout(at: &mut Checker, components: &[Component], layout: Layout) {
    match layout {
        Layout::Rows => at.field("components", components, ..=5),
        Layout::Modal => at.field("components", components, 1..=5),
        Layout::V2 | Layout::Either => {
            at.field("components", components, ..);
            at.total("components", Size::Components(Component::walk(components).count() as u64), ..=40);
        }
    }
    let mut seen = Seen::default();
    at.within("components", |at| {
        for (i, component) in components.iter().enumerate() {
            at.within(&format!("[{i}]"), |at| {
                let kind = component.kind();
                if layout == Layout::Rows && Layout::V2.takes(kind) && !layout.takes(kind) {
                    at.wrong(
                        "",
                        "BASE_TYPE_BAD_VALUE",
                        format!("{kind:?} needs the message flag IS_COMPONENTS_V2"),
                    );
                } else if !layout.takes(kind) {
                    at.wrong("", "BASE_TYPE_BAD_VALUE", format!("{kind:?} cannot stand here"));
                }
                look_inside(at, component, &mut seen);
            });
        }
    });
}

/// What the components so far are known by.
#[derive(Default)]
struct Seen<'a> {
    custom_ids: BTreeSet<&'a str>,
    ids: BTreeSet<u32>,
}

fn look_inside<'a>(at: &mut Checker, component: &'a Component, seen: &mut Seen<'a>) {
    if component.custom_id().is_some_and(|custom_id| !seen.custom_ids.insert(custom_id)) {
        at.wrong("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "another component has the same");
    }
    // Discord reads 0 as none.
    if component.id().is_some_and(|id| id != 0 && !seen.ids.insert(id)) {
        at.wrong("id", "COMPONENT_ID_DUPLICATED", "another component has the same");
    }
    let (list, single) = component.inside();
    at.within("components", |at| {
        for (i, child) in list.iter().enumerate() {
            at.within(&format!("[{i}]"), |at| look_at_child(at, component, child, list.len(), seen));
        }
    });
    if let Some((name, child)) = single {
        at.within(name, |at| look_at_child(at, component, child, 1, seen));
    }
}

fn look_at_child<'a>(
    at: &mut Checker,
    parent: &Component,
    child: &'a Component,
    siblings: usize,
    seen: &mut Seen<'a>,
) {
    let (kind, within) = (child.kind(), parent.kind());
    if !holds(within, kind) {
        at.wrong("", "BASE_TYPE_BAD_VALUE", format!("{kind:?} cannot stand within {within:?}"));
    } else if within == ComponentType::ActionRow && kind != ComponentType::Button && siblings > 1 {
        at.wrong("", "BASE_TYPE_BAD_VALUE", format!("{kind:?} must be alone in its ActionRow"));
    }
    look_inside(at, child, seen);
}

impl Layout {
    fn takes(self, kind: ComponentType) -> bool {
        use ComponentType::{
            ActionRow, Container, File, Label, MediaGallery, Section, Separator, TextDisplay, Unknown,
        };
        match kind {
            ActionRow | Unknown(_) => true,
            TextDisplay => self != Self::Rows,
            Section | MediaGallery | File | Separator | Container => matches!(self, Self::V2 | Self::Either),
            Label => self == Self::Modal,
            _ => false,
        }
    }
}

/// What Discord's page says that each layout component can hold; what is not known may be anywhere.
fn holds(within: ComponentType, kind: ComponentType) -> bool {
    use ComponentType::{
        ActionRow, Button, ChannelSelect, Checkbox, CheckboxGroup, Container, File, FileUpload, Label,
        MediaGallery, MentionableSelect, RadioGroup, RoleSelect, Section, Separator, StringSelect,
        TextDisplay, TextInput, Thumbnail, Unknown, UserSelect,
    };
    match kind {
        Unknown(_) => true,
        Button => matches!(within, ActionRow | Section),
        StringSelect | UserSelect | RoleSelect | MentionableSelect | ChannelSelect | TextInput => {
            matches!(within, ActionRow | Label)
        }
        FileUpload | RadioGroup | CheckboxGroup | Checkbox => within == Label,
        TextDisplay => matches!(within, Section | Container),
        Thumbnail => within == Section,
        ActionRow | Section | MediaGallery | File | Separator => within == Container,
        Container | Label => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        ActionRow, Button, ButtonStyle, Container, Id, Label, Section, StringSelect, TextDisplay, TextInput,
        Thumbnail, UserSelect,
    };

    fn errors(components: &[Component], layout: Layout) -> String {
        let mut at = Checker::default();
        look_at_layout(&mut at, components, layout);
        at.into_errors().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    }

    fn row(custom_ids: impl IntoIterator<Item = &'static str>) -> ActionRow {
        ActionRow::buttons(custom_ids.into_iter().map(|id| Button::primary(id).label("A")))
    }

    #[test]
    fn every_button_and_select_is_disabled_wherever_it_is_and_nothing_else_changes() {
        let section = Section::new("text", Button::link("https://example.com"));
        let select = ActionRow::select(UserSelect::new("who"));
        let mut components = [
            Container::new().component(section).component(select).component(row(["a"])).into(),
            row(["b"]).into(),
        ];
        let before = components.clone();
        Component::disable_all(&mut components);
        let disabled = Component::walk(&components).filter(|component| match component {
            Component::Button(button) => button.disabled == Some(true),
            Component::UserSelect(select) => select.disabled == Some(true),
            _ => false,
        });
        assert_eq!(disabled.count(), 4);
        Component::walk_mut(&mut components, &mut |component| match component {
            Component::Button(button) => button.disabled = None,
            Component::UserSelect(select) => select.disabled = None,
            _ => {}
        });
        assert_eq!(components, before);
    }

    #[test]
    fn a_component_is_walked_before_what_it_holds() {
        let section = Section::new("b", Button::primary("c"));
        let components = [Container::new().text("a").component(section).into(), TextDisplay::new("d").into()];
        let kinds: Vec<u32> =
            Component::walk(&components).map(|component| component.kind().value()).collect();
        assert_eq!(kinds, [17, 10, 9, 10, 2, 10]);
    }

    #[test]
    fn what_messages_and_modals_hold_passes_at_its_limit() {
        let rows: Vec<Component> = ["a", "b", "c", "d", "e"].map(|id| row([id]).into()).into();
        assert_eq!(errors(&rows, Layout::Rows), "");
        let texts = |n| vec![Component::from(TextDisplay::new("a")); n];
        assert_eq!(errors(&texts(40), Layout::V2), "");
        assert_eq!(errors(&texts(5), Layout::Modal), "");
        let section = Section::new("a", Thumbnail::new("https://example.com/a.png")).into();
        assert_eq!(errors(&[section, Container::new().component(row(["a", "b"])).into()], Layout::V2), "");
        assert_eq!(errors(&[row(["a", "b", "c", "d", "e"]).into()], Layout::Rows), "");
    }

    #[test]
    fn what_is_beyond_a_limit_is_named_with_its_place() {
        let text = || Component::from(TextDisplay::new("a"));
        let mut crowded = ActionRow::select(UserSelect::new("who"));
        crowded.components.push(Button::primary("a").into());
        let twins = Container::new().component(row(["a"])).component(row(["b", "a"])).into();
        let both = Button { url: Some("https://example.com".to_owned()), ..Button::primary("a") };
        let full = vec![Component::from(Container::new().text("a")); 21];
        let many = StringSelect::new("tea", []).min_values(3).max_values(2);
        for (components, layout, expected) in [
            (vec![row(["a"]).into(); 6], Layout::Rows, "components: 6 entries, Discord takes at most 5"),
            (full, Layout::V2, "components: 42 components, Discord takes at most 40"),
            (
                vec![text()],
                Layout::Rows,
                "components[0]: TextDisplay needs the message flag IS_COMPONENTS_V2",
            ),
            (vec![Button::primary("a").into()], Layout::V2, "components[0]: Button cannot stand here"),
            (
                vec![Label::new("a", TextInput::short("a")).into()],
                Layout::V2,
                "components[0]: Label cannot stand here",
            ),
            (
                vec![twins],
                Layout::V2,
                "components[0].components[1].components[1].custom_id: another component has the same",
            ),
            (
                vec![TextDisplay::new("a").id(4).into(), TextDisplay::new("b").id(4).into()],
                Layout::V2,
                "components[1].id: another component has the same",
            ),
            (
                vec![crowded.into()],
                Layout::Rows,
                "components[0].components[0]: UserSelect must be alone in its ActionRow",
            ),
            (
                vec![row(["a", "b", "c", "d", "e", "f"]).into()],
                Layout::Rows,
                "components[0].components: 6 entries, Discord takes 1 to 5",
            ),
            (
                vec![row(["a"; 1]).into(), row([""]).into()],
                Layout::Rows,
                "components[1].components[0].custom_id: 0 characters, Discord takes 1 to 100",
            ),
            (
                vec![ActionRow::buttons([both]).into()],
                Layout::Rows,
                "components[0].components[0].url: only links have one",
            ),
            (
                vec![ActionRow::buttons([Button { custom_id: None, ..Button::primary("") }]).into()],
                Layout::Rows,
                "components[0].components[0].custom_id: is missing",
            ),
            (
                vec![ActionRow::buttons([Button::premium(Id::new(1)).label("a")]).into()],
                Layout::Rows,
                "components[0].components[0].label: premium buttons have none",
            ),
            (
                vec![ActionRow::select(many).into()],
                Layout::Rows,
                "components[0].components[0].options: 0 entries, Discord takes 1 to 25; components[0].components[0].min_values: 3, more than the 2 of max_values",
            ),
            (
                vec![Section { accessory: None, ..Section::new("a", Button::primary("a")) }.into()],
                Layout::V2,
                "components[0].accessory: is missing",
            ),
            (vec![], Layout::Modal, "components: 0 entries, Discord takes 1 to 5"),
        ] {
            let found = errors(&components, layout);
            assert!(found.starts_with(expected), "{found}\n{expected}");
        }
        let unknown = Button { style: ButtonStyle::Unknown(9), ..Button::default() };
        assert_eq!(errors(&[ActionRow::buttons([unknown]).into()], Layout::Rows), "");
    }
}
