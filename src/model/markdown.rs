//! Discord's Markdown: text that is bold, hidden, quoted, and text that shall be none of it.

/// Writes a text so that it is shown as it is: nothing in it is bold, a heading, a link or a mention.
///
/// Whom a message notifies is a matter of its allowed mentions all the same.
///
/// ```
/// assert_eq!(ito::model::markdown::escape("*snake_case*"), r"\*snake\_case\*");
/// ```
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            escaped.push('\n');
        }
        escape_line(line, &mut escaped);
    }
    escaped
}

/// **Bold**.
pub fn bold(text: &str) -> String {
    format!("**{text}**")
}

/// *Italic*.
pub fn italic(text: &str) -> String {
    format!("*{text}*")
}

/// Underlined.
pub fn underline(text: &str) -> String {
    format!("__{text}__")
}

/// ~~Struck through~~.
pub fn strikethrough(text: &str) -> String {
    format!("~~{text}~~")
}

/// Hidden until it is clicked.
pub fn spoiler(text: &str) -> String {
    format!("||{text}||")
}

/// `Code` within a line; backticks in it stay what they are.
///
/// Two backticks in a row would end it, so an invisible character is put between them.
pub fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {} ``", apart(text)) } else { format!("`{text}`") }
}

/// A block of code, coloured as that of a language unless that is empty.
///
/// Three backticks in it would end the block, so an invisible character is put between them.
pub fn code_block(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```", apart(text))
}

/// A list, an entry a line.
pub fn list<T: AsRef<str>>(entries: impl IntoIterator<Item = T>) -> String {
    let lines: Vec<String> = entries.into_iter().map(|entry| format!("- {}", entry.as_ref())).collect();
    lines.join("\n")
}

/// A quote; every line of it.
pub fn quote(text: &str) -> String {
    format!("> {}", text.replace('\n', "\n> "))
}

/// A heading of the first to the third level.
pub fn heading(level: u8, text: &str) -> String {
    format!("{} {text}", "#".repeat(level.clamp(1, 3).into()))
}

/// Small and faint.
pub fn subtext(text: &str) -> String {
    format!("-# {text}")
}

/// A link under a text.
pub fn link(text: &str, url: &str) -> String {
    format!("[{text}]({url})")
}

/// A link of which Discord shows no preview.
pub fn link_without_preview(url: &str) -> String {
    format!("<{url}>")
}

/// No two backticks of it stand side by side.
fn apart(text: &str) -> String {
    text.replace("``", "`\u{200b}`").replace("``", "`\u{200b}`")
}

fn escape_line(line: &str, escaped: &mut String) {
    let start = line.len() - line.trim_start().len();
    let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    for (at, letter) in line.char_indices() {
        let special = match letter {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' => true,
            // Headings, lists and small print begin a line.
            '#' | '-' | '+' => at == start,
            '.' => digits > 0 && at == start + digits,
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_shown_otherwise_is_escaped() {
        for (text, escaped) in [
            ("plain, (1) - #1.", "plain, (1) - #1."),
            ("**bold** __x__ ~~y~~ ||z||", r"\*\*bold\*\* \_\_x\_\_ \~\~y\~\~ \|\|z\|\|"),
            ("`code` <@1> <#2>", r"\`code\` \<@1\> \<#2\>"),
            ("[a](b)", r"\[a\](b)"),
            ("# a\n > b\n- c\n  1. d\n-# e", "\\# a\n \\> b\n\\- c\n  1\\. d\n\\-# e"),
            (r"\", r"\\"),
            ("é\n", "é\n"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }

    #[test]
    fn code_holds_backticks() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
        for text in ["a``b", "```", "````"] {
            assert_eq!(code(text).matches("``").count(), 2, "{text}");
        }
        assert_eq!(code_block("rs", "let x = \"```\";").matches("```").count(), 2);
    }

    #[test]
    fn every_line_is_quoted_and_a_heading_is_kept_within_its_levels() {
        assert_eq!(quote("a\nb"), "> a\n> b");
        assert_eq!(list(["a", "b"]), "- a\n- b");
        assert_eq!((heading(0, "a"), heading(9, "a")), ("# a".to_owned(), "### a".to_owned()));
    }
}
