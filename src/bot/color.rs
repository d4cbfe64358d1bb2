//! Whether what is written to a terminal is coloured: one rule for the banner and the log.

/// Whether colours may be used, and whether they must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Color {
    pub(super) allow: bool,
    pub(super) force: bool,
}

impl Default for Color {
    fn default() -> Self {
        Self { allow: true, force: false }
    }
}

impl Color {
    /// Whether standard error is coloured.
    pub(super) fn is_on(self) -> bool {
        use std::io::IsTerminal;
        let is_terminal = std::io::stderr().is_terminal();
        self.decide(is_terminal, |name| std::env::var(name).ok())
    }

    /// The first that applies: forced by the program, not allowed by it, `NO_COLOR`, `CLICOLOR_FORCE` or `FORCE_COLOR`,
    /// `CLICOLOR=0`, `TERM=dumb`; else what a terminal shows is coloured.
    fn decide(self, is_terminal: bool, env: impl Fn(&str) -> Option<String>) -> bool {
        let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
        let is_on = |name| env(name).is_some_and(|value| !value.is_empty() && value != "0");
        if self.force || !self.allow {
            return self.force;
        }
        if is_set("NO_COLOR") {
            return false;
        }
        if is_on("CLICOLOR_FORCE") || is_on("FORCE_COLOR") {
            return true;
        }
        is_terminal && env("CLICOLOR").as_deref() != Some("0") && env("TERM").as_deref() != Some("dumb")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of the table: both answers of the program, a terminal or none, and each variable unset, off and on.
    #[test]
    fn z02_z05_the_table_of_colours_holds() {
        let values = [None, Some("0"), Some("1")];
        let mut rows = 0;
        for bits in 0..8 {
            let (allow, force, is_terminal) = (bits & 1 > 0, bits & 2 > 0, bits & 4 > 0);
            for no_color in [None, Some("1")] {
                for clicolor in values {
                    for forced in values {
                        for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
                            let env = |asked: &str| {
                                let value = match asked {
                                    "NO_COLOR" => no_color,
                                    "CLICOLOR" => clicolor,
                                    other if other == name => forced,
                                    _ => None,
                                };
                                value.map(str::to_owned)
                            };
                            let expected = match (force, allow, no_color, forced) {
                                (true, ..) => true,
                                (_, false, ..) | (_, _, Some(_), _) => false,
                                (_, _, _, Some("1")) => true,
                                _ => is_terminal && clicolor != Some("0"),
                            };
                            let color = Color { allow, force };
                            assert_eq!(
                                color.decide(is_terminal, env),
                                expected,
                                "{color:?}, terminal {is_terminal}, NO_COLOR {no_color:?}, CLICOLOR {clicolor:?}, {name} {forced:?}"
                            );
                            rows += 1;
                        }
                    }
                }
            }
        }
        assert_eq!(rows, 288);
    }

    #[test]
    fn an_empty_variable_says_nothing_and_a_dumb_terminal_has_no_colours() {
        let color = Color::default();
        assert!(color.decide(true, |name| (name == "NO_COLOR").then(String::new)));
        assert!(!color.decide(false, |name| (name == "FORCE_COLOR").then(String::new)));
        assert!(!color.decide(true, |name| (name == "TERM").then(|| "dumb".into())));
    }
}
