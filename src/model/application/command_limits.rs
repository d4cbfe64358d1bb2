//! The limits of commands: their names, how many options they have and in which order, and what may hold what.
//!
//! <https://docs.discord.com/developers/interactions/application-commands#application-command-object>

use std::collections::BTreeSet;

use crate::model::{
    ApplicationCommandType, Check, Checker, ChoiceValue, Command, CommandChoice, CommandNumber,
    CommandOption, CommandOptionType, Localizations, Size, characters,
};

impl Check for Command {
    fn look(&self, at: &mut Checker) {
        let is_written = self.kind == ApplicationCommandType::ChatInput;
        look_at_name(at, "name", &self.name, is_written);
        at.within("name_localizations", |at| {
            for (locale, name) in &self.name_localizations {
                look_at_name(at, locale.as_str(), name, is_written);
            }
        });
        if matches!(self.kind, ApplicationCommandType::User | ApplicationCommandType::Message) {
            let why = "commands in menus have none";
            at.forbidden("description", !self.description.is_empty(), why);
            at.forbidden("description_localizations", !self.description_localizations.is_empty(), why);
            at.forbidden("options", !self.options.is_empty(), why);
        } else {
            at.field("description", &self.description, 1..=100);
            look_at_texts(at, "description_localizations", Some(&self.description_localizations), 100);
        }
        look_at_options(at, &self.options, None);
        let own = longest(&self.name, Some(&self.name_localizations))
            + longest(&self.description, Some(&self.description_localizations));
        at.total("", Size::Characters(own + self.options.iter().map(all_characters).sum::<u64>()), ..=8000);
    }
}

/// All commands of an application, or of it in a guild.
pub(crate) fn look_at_commands(at: &mut Checker, commands: &[Command]) {
    commands.look(at);
    for (kind, most) in [
        (ApplicationCommandType::ChatInput, 100),
        (ApplicationCommandType::User, 15),
        (ApplicationCommandType::Message, 15),
        (ApplicationCommandType::PrimaryEntryPoint, 1),
    ] {
        let mut names = BTreeSet::new();
        let alike = commands.iter().enumerate().filter(|(_, command)| command.kind == kind);
        let mut count = 0;
        for (i, command) in alike {
            count += 1;
            let is_known = !names.insert(&command.name);
            at.forbidden(&format!("[{i}].name"), is_known, "another command of its kind has the same");
        }
        if count > most {
            at.wrong(
                "",
                "BASE_TYPE_MAX_LENGTH",
                format!("{count} commands of kind {kind:?}, Discord takes at most {most}"),
            );
        }
    }
}

impl Check for CommandOption {
    fn look(&self, at: &mut Checker) {
        look_at_name(at, "name", &self.name, true);
        at.within("name_localizations", |at| {
            for (locale, name) in self.name_localizations.iter().flatten() {
                look_at_name(at, locale.as_str(), name, true);
            }
        });
        at.field("description", &self.description, 1..=100);
        look_at_texts(at, "description_localizations", self.description_localizations.as_ref(), 100);
        at.field("choices", &self.choices, ..=25);
        let suggests = self.autocomplete == Some(true);
        at.forbidden("choices", suggests && !self.choices.is_empty(), "cannot be together with autocomplete");
        at.field("min_length", &self.min_length, ..=6000);
        at.field("max_length", &self.max_length, 1..=6000);
        at.field("min_value", &self.min_value, ..);
        at.field("max_value", &self.max_value, ..);
        look_at_options(at, &self.options, Some(self.kind));
    }
}

impl Check for CommandChoice {
    fn look(&self, at: &mut Checker) {
        at.field("name", &self.name, 1..=100);
        look_at_texts(at, "name_localizations", self.name_localizations.as_ref(), 100);
        match &self.value {
            ChoiceValue::String(value) => at.field("value", value, ..=100),
            ChoiceValue::Number(value) => at.field("value", value, ..),
        }
    }
}

/// What JavaScript counts exactly.
impl Check for CommandNumber {
    fn look(&self, at: &mut Checker) {
        const MOST: u64 = (1 << 53) - 1;
        let (beyond, negative) = match *self {
            Self::Integer(number) => (number.unsigned_abs() > MOST, number < 0),
            Self::Number(number) => (number.abs() > MOST as f64, number < 0.0),
        };
        if beyond {
            let code = if negative { "NUMBER_TYPE_MIN" } else { "NUMBER_TYPE_MAX" };
            at.wrong("", code, format!("Discord takes numbers from -{MOST} to {MOST}"));
        }
    }
}

/// The options of a command (`within` is nothing), or of an option.
fn look_at_options(at: &mut Checker, options: &[CommandOption], within: Option<CommandOptionType>) {
    use CommandOptionType::{SubCommand, SubCommandGroup};

    at.field("options", options, ..=25);
    let mut names = BTreeSet::new();
    let mut optional_before = false;
    at.within("options", |at| {
        for (i, option) in options.iter().enumerate() {
            let is_sub = matches!(option.kind, SubCommand | SubCommandGroup);
            let may_stand = match within {
                None => true,
                Some(SubCommandGroup) => option.kind == SubCommand,
                Some(SubCommand) => !is_sub,
                Some(_) => false,
            };
            at.within(&format!("[{i}]"), |at| {
                let where_it_is = format!("{:?} cannot stand here", option.kind);
                at.forbidden("type", !may_stand, &where_it_is);
                at.forbidden("name", !names.insert(&option.name), "another option beside it has the same");
                let is_required = option.required == Some(true);
                at.forbidden("required", is_required && optional_before, "stands after one that is optional");
                optional_before |= !is_required && !is_sub;
            });
        }
    });
}

/// What is written is a word without capitals; see "Application Command Naming".
fn look_at_name(at: &mut Checker, field: &str, name: &str, is_written: bool) {
    at.field(field, name, 1..=32);
    if !is_written {
        return;
    }
    let is_of_a_word = |letter: char| {
        // The signs of Devanagari and Thai that are no letters by themselves.
        let is_sign =
            matches!(letter, '\u{0900}'..='\u{097f}' | '\u{a8e0}'..='\u{a8ff}' | '\u{0e00}'..='\u{0e7f}');
        letter.is_alphanumeric() || matches!(letter, '-' | '_' | '\'') || is_sign
    };
    if let Some(letter) = name.chars().find(|letter| !is_of_a_word(*letter)) {
        let message =
            format!("{letter:?} cannot be in it; Discord takes letters, numbers, '-', '_' and '\\''");
        at.wrong(field, "APPLICATION_COMMAND_INVALID_NAME", message);
    } else if name.chars().any(|letter| !letter.to_lowercase().eq([letter])) {
        at.wrong(field, "APPLICATION_COMMAND_INVALID_NAME", "must be in small letters");
    }
}

fn look_at_texts(at: &mut Checker, field: &str, texts: Option<&Localizations>, most: u64) {
    at.within(field, |at| {
        for (locale, text) in texts.into_iter().flatten() {
            at.field(locale.as_str(), text, 1..=most);
        }
    });
}

/// What an option adds to the 8000 characters of a command.
fn all_characters(option: &CommandOption) -> u64 {
    let choices = option.choices.iter().map(|choice| {
        let value = match &choice.value {
            ChoiceValue::String(value) => characters(value),
            ChoiceValue::Number(_) => 0,
        };
        longest(&choice.name, choice.name_localizations.as_ref()) + value
    });
    longest(&option.name, option.name_localizations.as_ref())
        + longest(&option.description, option.description_localizations.as_ref())
        + choices.sum::<u64>()
        + option.options.iter().map(all_characters).sum::<u64>()
}

/// Of a text and its translations only the longest counts.
fn longest(text: &str, translations: Option<&Localizations>) -> u64 {
    let others = translations.into_iter().flatten().map(|(_, text)| characters(text));
    others.fold(characters(text), u64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Locale, check};

    #[test]
    fn commands_at_their_limits_pass() {
        let options =
            (0..25).map(|i| CommandOption::string(format!("o{i}"), "d".repeat(100)).max_length(6000));
        let full = options.fold(Command::new("n".repeat(32), "d".repeat(100)), Command::option);
        let choices = (0..25).map(|i| CommandChoice::new("c".repeat(100), i));
        let chosen = CommandOption::integer("x", "y").required().choices(choices);
        for command in [
            full,
            Command::new("tea", "Brews").option(chosen).option(CommandOption::user("who", "Who")),
            Command::new("don't_stop-9", "d"),
            Command::new("चाय", "Hindi").name_localization(Locale::Thai, "น้ำชา"),
            Command::user("Greet Them"),
        ] {
            assert_eq!(check(&command), Ok(()), "{}", command.name);
        }
    }

    #[test]
    fn commands_have_names_of_their_own_and_are_not_too_many() {
        let errors = |commands: &[Command]| {
            let mut at = Checker::default();
            look_at_commands(&mut at, commands);
            at.into_errors().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let users: Vec<Command> = (0..16).map(|i| Command::user(format!("u{i}"))).collect();
        assert_eq!(errors(&users[..15]), [""; 0]);
        assert_eq!(errors(&users), ["16 commands of kind User, Discord takes at most 15"]);
        let twins = [Command::new("a", "d"), Command::user("a"), Command::new("a", "e")];
        assert_eq!(errors(&twins), ["[2].name: another command of its kind has the same"]);
        assert_eq!(errors(&[Command::user("")]), ["[0].name: 0 characters, Discord takes 1 to 32"]);
    }

    #[test]
    fn what_is_beyond_a_limit_is_named_with_its_place() {
        let tea = || Command::new("tea", "Brews");
        let sub = |name: &str| CommandOption::subcommand(name, "d");
        let huge = (0..25).map(|i| {
            (0..25).fold(CommandOption::string(format!("o{i}"), "d"), |option, _| {
                option.choice("n", "v".repeat(16))
            })
        });
        for (command, path, message) in [
            (Command::new("", "d"), "name", "0 characters, Discord takes 1 to 32"),
            (Command::new("Tea", "d"), "name", "must be in small letters"),
            (Command::new("green tea", "d"), "name", "' ' cannot be in it"),
            (Command::new("tea", ""), "description", "0 characters"),
            (Command::new("tea", "d".repeat(101)), "description", "101 characters, Discord takes 1 to 100"),
            (
                tea().name_localization(Locale::German, "Tee"),
                "name_localizations.de",
                "must be in small letters",
            ),
            (
                Command { description: "d".to_owned(), ..Command::user("a") },
                "description",
                "commands in menus have none",
            ),
            (
                (0..26).fold(tea(), |command, i| command.option(sub(&format!("o{i}")))),
                "options",
                "26 entries, Discord takes at most 25",
            ),
            (
                tea().option(CommandOption::user("a", "d")).option(CommandOption::user("b", "d").required()),
                "options[1].required",
                "stands after one that is optional",
            ),
            (
                tea().option(sub("a")).option(sub("a")),
                "options[1].name",
                "another option beside it has the same",
            ),
            (
                tea().option(sub("a").option(sub("b"))),
                "options[0].options[0].type",
                "SubCommand cannot stand here",
            ),
            (
                tea().option(CommandOption::group("a", "d").option(CommandOption::role("b", "d"))),
                "options[0].options[0].type",
                "Role cannot stand here",
            ),
            (
                tea().option(CommandOption::string("a", "d").choice("", "v".repeat(101))),
                "options[0].choices[0].name",
                "0 characters",
            ),
            (
                tea().option(CommandOption::integer("a", "d").choice("a", 1_i64 << 53)),
                "options[0].choices[0].value",
                "Discord takes numbers from -9007199254740991 to 9007199254740991",
            ),
            (
                tea().option(CommandOption::number("a", "d").min_value(-1e16)),
                "options[0].min_value",
                "Discord takes numbers from",
            ),
            (
                tea().option(CommandOption::string("a", "d").choice("a", "b").autocomplete()),
                "options[0].choices",
                "cannot be together with autocomplete",
            ),
            (
                tea().option(CommandOption::string("a", "d").max_length(0)),
                "options[0].max_length",
                "0, Discord takes 1 to 6000",
            ),
            (huge.fold(tea(), Command::option), "", "10723 characters, Discord takes at most 8000"),
        ] {
            let errors = check(&command).unwrap_err();
            let first = &errors.fields()[0];
            assert_eq!(first.path, path, "{errors}");
            assert!(first.message.starts_with(message), "{errors}");
        }
    }
}
