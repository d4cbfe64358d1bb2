//! What somebody types to use a command: `/ban who:ada reason:"too loud"` (pure).

use serde_json::{Value, json};

/// A command as it was typed.
#[derive(Debug, PartialEq)]
pub(super) struct Typed {
    pub(super) name: String,
    /// A group and a subcommand, or a subcommand, or nothing.
    pub(super) below: Vec<String>,
    pub(super) options: Vec<(String, String)>,
}

impl Typed {
    /// Reads a line; the slash may be left out. A value with blanks stands in quotes.
    pub(super) fn read(line: &str) -> Self {
        let mut words = split(line.trim().trim_start_matches('/')).into_iter();
        let name = words.next().unwrap_or_default();
        let (mut below, mut options) = (Vec::new(), Vec::new());
        for word in words {
            match word.split_once(':') {
                Some((name, value)) => options.push((name.to_owned(), value.to_owned())),
                None => below.push(word),
            }
        }
        Self { name, below, options }
    }

    /// The options as an interaction has them: typed as `command` declares them, below their subcommand.
    ///
    /// `mention` finds the id of what an option of that type names. The last option is the focused one, if there is to be
    /// one.
    pub(super) fn options(
        &self,
        command: &Value,
        focus: bool,
        mut mention: impl FnMut(u64, &str) -> Option<String>,
    ) -> Value {
        let mut declared = &command["options"];
        let mut path = Vec::new();
        for name in &self.below {
            let found = declared.as_array().into_iter().flatten().find(|option| option["name"] == **name);
            path.push((name, found.and_then(|option| option["type"].as_u64()).unwrap_or(1)));
            declared = found.map_or(&Value::Null, |option| &option["options"]);
        }
        let last = self.options.len();
        let given = self.options.iter().zip(1..).map(|((name, text), at)| {
            let found = declared.as_array().into_iter().flatten().find(|option| option["name"] == **name);
            let kind = found.and_then(|option| option["type"].as_u64()).unwrap_or(3);
            let focused = focus && at == last;
            let value = match kind {
                // What is still being typed may be no number yet.
                4 | 5 | 10 => serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into()),
                6..=9 if !focused => mention(kind, text).map_or_else(|| text.as_str().into(), Value::from),
                _ => chosen(found, text),
            };
            let mut option = json!({"name": name, "type": kind, "value": value});
            if focused {
                option["focused"] = true.into();
            }
            option
        });
        let given: Value = given.collect();
        path.into_iter()
            .rev()
            .fold(given, |inner, (name, kind)| json!([{"name": name, "type": kind, "options": inner}]))
    }
}

/// Of an option with choices, the value of the one that is called so.
fn chosen(option: Option<&Value>, text: &str) -> Value {
    let choices = option.and_then(|option| option["choices"].as_array()).into_iter().flatten();
    let choice =
        choices.into_iter().find(|choice| choice["name"] == text).map(|choice| choice["value"].clone());
    choice.unwrap_or_else(|| text.into())
}

fn split(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart() {
        let typed = Typed::read("/role give who:ada reason:\"was kind: twice\"");
        assert_eq!((typed.name.as_str(), typed.below.as_slice()), ("role", &["give".to_owned()][..]));
        let options =
            [("who", "ada"), ("reason", "was kind: twice")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(typed.options, options);
        assert_eq!(Typed::read("ping").name, "ping");
    }

    #[test]
    fn options_have_the_types_that_the_command_declares() {
        let command = json!({"options": [{"name": "give", "type": 1, "options": [
            {"name": "who", "type": 6},
            {"name": "days", "type": 4},
            {"name": "how", "type": 3, "choices": [{"name": "softly", "value": "soft"}]},
        ]}]});
        let typed = Typed::read("role give who:ada days:3 how:softly");
        let given =
            typed.options(&command, false, |kind, name| (kind == 6 && name == "ada").then(|| "7".to_owned()));
        assert_eq!(
            given,
            json!([{"name": "give", "type": 1, "options": [
                {"name": "who", "type": 6, "value": "7"},
                {"name": "days", "type": 4, "value": 3},
                {"name": "how", "type": 3, "value": "soft"},
            ]}])
        );
        let typing = Typed::read("role give who:a");
        let given = typing.options(&command, true, |_, _| unreachable!("it is not chosen yet"));
        assert_eq!(given[0]["options"][0], json!({"name": "who", "type": 6, "value": "a", "focused": true}));
    }
}
