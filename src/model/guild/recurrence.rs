//! How scheduled events recur, and the dates that come of it.
//!
//! Discord takes a part of the rules of calendars (RFC 5545). A day is a day of UTC.
//! <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object>

use serde::{Deserialize, Serialize};

use crate::model::{Check, Checker, Timestamp, limits, open_enum, timestamp};

/// How often an event takes place.
///
/// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-structure>
///
/// ```
/// use ito::model::{RecurrenceRule, RecurrenceRuleWeekday};
///
/// let start = "2026-01-06T19:30:00Z".parse()?;
/// let rule = RecurrenceRule::monthly(start, 2, RecurrenceRuleWeekday::Tuesday);
/// let dates: Vec<String> = rule.dates().take(3).map(|date| date.to_string()[..10].to_owned()).collect();
/// assert_eq!(dates, ["2026-01-13", "2026-02-10", "2026-03-10"]);
/// # Ok::<(), ito::model::TimestampError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RecurrenceRule {
    /// When the first one begins.
    pub start: Timestamp,
    /// When it has an end; cannot be set.
    pub end: Option<Timestamp>,
    /// The unit of the interval.
    pub frequency: RecurrenceRuleFrequency,
    /// How many units lie between two of them: 2 is every other week.
    pub interval: u32,
    /// The days of the week.
    pub by_weekday: Option<Vec<RecurrenceRuleWeekday>>,
    /// The days of the week, counted within the month.
    pub by_n_weekday: Option<Vec<RecurrenceRuleNWeekday>>,
    /// The months.
    pub by_month: Option<Vec<RecurrenceRuleMonth>>,
    /// The days of the month.
    pub by_month_day: Option<Vec<u32>>,
    /// The days of the year, from 1; cannot be set.
    pub by_year_day: Option<Vec<u32>>,
    /// How many there are; cannot be set.
    pub count: Option<u32>,
}

impl RecurrenceRule {
    /// Every day.
    pub fn daily(start: Timestamp) -> Self {
        Self { start, frequency: RecurrenceRuleFrequency::Daily, interval: 1, ..Self::default() }
    }

    /// Every one of these days of the week: Monday to Friday, Tuesday to Saturday, Sunday to Thursday, Friday and
    /// Saturday, Saturday and Sunday, or Sunday and Monday; Discord takes no other sets.
    pub fn on_days(start: Timestamp, days: impl IntoIterator<Item = RecurrenceRuleWeekday>) -> Self {
        Self { by_weekday: Some(days.into_iter().collect()), ..Self::daily(start) }
    }

    /// Once a week.
    pub fn weekly(start: Timestamp, day: RecurrenceRuleWeekday) -> Self {
        Self { frequency: RecurrenceRuleFrequency::Weekly, ..Self::on_days(start, [day]) }
    }

    /// Every other week.
    pub fn biweekly(start: Timestamp, day: RecurrenceRuleWeekday) -> Self {
        Self { interval: 2, ..Self::weekly(start, day) }
    }

    /// Once a month: on the first to fifth such day of it. A month without a fifth is left out.
    pub fn monthly(start: Timestamp, n: u32, day: RecurrenceRuleWeekday) -> Self {
        let by_n_weekday = Some(vec![RecurrenceRuleNWeekday { n, day }]);
        Self { frequency: RecurrenceRuleFrequency::Monthly, by_n_weekday, ..Self::daily(start) }
    }

    /// Once a year: on a day of a month. A year without that day is left out.
    pub fn yearly(start: Timestamp, month: RecurrenceRuleMonth, day: u32) -> Self {
        let (by_month, by_month_day) = (Some(vec![month]), Some(vec![day]));
        Self { frequency: RecurrenceRuleFrequency::Yearly, by_month, by_month_day, ..Self::daily(start) }
    }

    /// When the events begin, from the first one on, as long as the rule goes; often without an end.
    pub fn dates(&self) -> impl Iterator<Item = Timestamp> {
        let first = Day::of(self.start);
        let time = self.start.as_micros() - first.start().as_micros();
        let dates = (0..).map_while(move |step| first.after(step)).scan(0, move |without, day| {
            let matches = self.has(first, day);
            *without = if matches { 0 } else { *without + 1 };
            (*without < LONGEST_GAP).then_some(matches.then_some(day))
        });
        let dates = dates.flatten().map(move |day| Timestamp::from_micros(day.start().as_micros() + time));
        let end = self.end;
        let count = self.count.map_or(usize::MAX, |count| count as usize);
        dates.take_while(move |date| end.is_none_or(|end| *date <= end)).take(count)
    }

    /// Whether there is one on that day.
    fn has(&self, first: Day, day: Day) -> bool {
        let interval = i64::from(self.interval.max(1));
        let lists = |list: &Option<Vec<u32>>, number: i64| {
            list.as_ref().map(|list| list.iter().any(|entry| i64::from(*entry) == number))
        };
        let by_month =
            self.by_month.as_ref().map(|list| list.iter().any(|m| i64::from(m.value()) == day.month));
        let by_month_day = lists(&self.by_month_day, day.of_month);
        let by_year_day = lists(&self.by_year_day, day.of_year());
        let by_weekday = self.by_weekday.as_ref().map(|list| list.contains(&day.weekday()));
        let by_n_weekday = self.by_n_weekday.as_ref().map(|list| {
            list.iter().any(|on| on.day == day.weekday() && i64::from(on.n) == (day.of_month - 1) / 7 + 1)
        });
        let limits = [by_month, by_month_day, by_year_day, by_weekday, by_n_weekday];
        if limits.contains(&Some(false)) {
            return false;
        }
        let names_a_day = limits[1..].contains(&Some(true));
        let (units, is_like_the_first) = match self.frequency {
            RecurrenceRuleFrequency::Yearly => {
                let same_month = by_month.is_some() || day.month == first.month;
                (day.year - first.year, same_month && day.of_month == first.of_month)
            }
            RecurrenceRuleFrequency::Monthly => {
                ((day.year - first.year) * 12 + day.month - first.month, day.of_month == first.of_month)
            }
            RecurrenceRuleFrequency::Weekly => (day.week() - first.week(), day.weekday() == first.weekday()),
            RecurrenceRuleFrequency::Daily => (day.number - first.number, true),
            RecurrenceRuleFrequency::Unknown(_) => return false,
        };
        units % interval == 0 && (names_a_day || is_like_the_first)
    }
}

impl Check for RecurrenceRule {
    fn look(&self, at: &mut Checker) {
        use RecurrenceRuleWeekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};

        at.forbidden("end", self.end.is_some(), "cannot be set");
        at.forbidden("count", self.count.is_some(), "cannot be set");
        at.forbidden("by_year_day", self.by_year_day.is_some(), "cannot be set");
        let most = if self.frequency == RecurrenceRuleFrequency::Weekly { 2 } else { 1 };
        at.field("interval", &self.interval, 1..=most);
        let (daily, weekly) = (
            self.frequency == RecurrenceRuleFrequency::Daily,
            self.frequency == RecurrenceRuleFrequency::Weekly,
        );
        let (monthly, yearly) = (
            self.frequency == RecurrenceRuleFrequency::Monthly,
            self.frequency == RecurrenceRuleFrequency::Yearly,
        );
        at.forbidden(
            "by_weekday",
            self.by_weekday.is_some() && !(daily || weekly),
            "is for days and weeks only",
        );
        at.forbidden("by_n_weekday", self.by_n_weekday.is_some() && !monthly, "is for months only");
        at.forbidden("by_month", self.by_month.is_some() && !yearly, "is for years only");
        at.forbidden("by_month_day", self.by_month_day.is_some() && !yearly, "is for years only");
        let known: [&[RecurrenceRuleWeekday]; 6] = [
            &[Monday, Tuesday, Wednesday, Thursday, Friday],
            &[Tuesday, Wednesday, Thursday, Friday, Saturday],
            &[Sunday, Monday, Tuesday, Wednesday, Thursday],
            &[Friday, Saturday],
            &[Saturday, Sunday],
            &[Sunday, Monday],
        ];
        if let Some(days) = &self.by_weekday {
            let is_known =
                known.iter().any(|set| set.len() == days.len() && set.iter().all(|day| days.contains(day)));
            at.forbidden("by_weekday", daily && !is_known, "is none of the sets of days that Discord takes");
            at.forbidden(
                "by_weekday",
                weekly && days.len() != 1,
                "must be one day; days of a week are a daily rule",
            );
        }
        for (name, entries) in [
            ("by_n_weekday", self.by_n_weekday.as_ref().map(Vec::len)),
            ("by_month", self.by_month.as_ref().map(Vec::len)),
            ("by_month_day", self.by_month_day.as_ref().map(Vec::len)),
        ] {
            at.forbidden(name, entries.is_some_and(|entries| entries != 1), "must be a single one");
        }
        at.forbidden(
            "by_month",
            self.by_month.is_some() != self.by_month_day.is_some(),
            "needs by_month_day, and the other way round",
        );
        at.each("by_n_weekday", self.by_n_weekday.iter().flatten(), ..);
        at.each("by_month_day", self.by_month_day.iter().flatten(), 1..=31);
    }
}

/// A day of UTC.
#[derive(Debug, Clone, Copy)]
struct Day {
    /// Since 1970.
    number: i64,
    year: i64,
    month: i64,
    of_month: i64,
}

impl Day {
    fn of(time: Timestamp) -> Self {
        Self::numbered(time.as_secs().div_euclid(86_400))
    }

    fn numbered(number: i64) -> Self {
        let (year, month, of_month) = timestamp::date(number);
        Self { number, year, month, of_month }
    }

    /// The day that many days later; nothing beyond the year 9999.
    fn after(self, days: i64) -> Option<Self> {
        Some(Self::numbered(self.number + days)).filter(|day| day.year < 10_000)
    }

    fn start(self) -> Timestamp {
        Timestamp::from_secs(self.number * 86_400)
    }

    fn of_year(self) -> i64 {
        self.number - timestamp::days(self.year, 1, 1) + 1
    }

    /// Weeks since one in 1969 that began on a Monday; 1970-01-01 was a Thursday.
    fn week(self) -> i64 {
        (self.number + 3).div_euclid(7)
    }

    fn weekday(self) -> RecurrenceRuleWeekday {
        RecurrenceRuleWeekday::from((self.number + 3).rem_euclid(7) as u32)
    }
}

/// In days: a rule that has had none for that long (such as one for 30 February) never has one again.
const LONGEST_GAP: u32 = 40 * 366;

/// A day of a week of the month.
///
/// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-nweekday-structure>
#[derive(Debug, Clone, Copy, Eq, Hash, PartialEq, Default, Deserialize, Serialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RecurrenceRuleNWeekday {
    /// Which week, from 1 to 5.
    pub n: u32,
    /// The day of the week.
    pub day: RecurrenceRuleWeekday,
}

limits! {
    RecurrenceRuleNWeekday { n: 1..=5 }
}

open_enum! {
    /// The unit of an interval.
    ///
    /// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-frequency>
    pub enum RecurrenceRuleFrequency: u32 {
        /// Years.
        Yearly = 0,
        /// Months.
        Monthly = 1,
        /// Weeks.
        Weekly = 2,
        /// Days.
        Daily = 3,
    }
    default Yearly
}

open_enum! {
    /// A day of the week.
    ///
    /// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-weekday>
    pub enum RecurrenceRuleWeekday: u32 {
        /// Monday.
        Monday = 0,
        /// Tuesday.
        Tuesday = 1,
        /// Wednesday.
        Wednesday = 2,
        /// Thursday.
        Thursday = 3,
        /// Friday.
        Friday = 4,
        /// Saturday.
        Saturday = 5,
        /// Sunday.
        Sunday = 6,
    }
    default Monday
}

open_enum! {
    /// A month.
    ///
    /// <https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-recurrence-rule-object-guild-scheduled-event-recurrence-rule-month>
    pub enum RecurrenceRuleMonth: u32 {
        /// January.
        January = 1,
        /// February.
        February = 2,
        /// March.
        March = 3,
        /// April.
        April = 4,
        /// May.
        May = 5,
        /// June.
        June = 6,
        /// July.
        July = 7,
        /// August.
        August = 8,
        /// September.
        September = 9,
        /// October.
        October = 10,
        /// November.
        November = 11,
        /// December.
        December = 12,
    }
    default January
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check;

    fn dates(rule: &RecurrenceRule) -> Vec<String> {
        rule.dates().take(5).map(|date| date.to_string()[..10].to_owned()).collect()
    }

    // 2026-01-06 is a Tuesday.
    const START: Timestamp = Timestamp::from_secs(1_767_727_800);

    #[test]
    fn the_dates_of_each_rule_that_discord_takes() {
        use RecurrenceRuleWeekday::{Friday, Saturday, Thursday, Tuesday};

        let leap = RecurrenceRule::yearly(START, RecurrenceRuleMonth::February, 29);
        for (rule, expected) in [
            (RecurrenceRule::daily(START), "2026-01-06 2026-01-07 2026-01-08 2026-01-09 2026-01-10"),
            (
                RecurrenceRule::on_days(START, [Friday, Saturday]),
                "2026-01-09 2026-01-10 2026-01-16 2026-01-17 2026-01-23",
            ),
            (
                RecurrenceRule::weekly(START, Tuesday),
                "2026-01-06 2026-01-13 2026-01-20 2026-01-27 2026-02-03",
            ),
            (
                RecurrenceRule::biweekly(START, Thursday),
                "2026-01-08 2026-01-22 2026-02-05 2026-02-19 2026-03-05",
            ),
            (
                RecurrenceRule::monthly(START, 5, Friday),
                "2026-01-30 2026-05-29 2026-07-31 2026-10-30 2027-01-29",
            ),
            (leap, "2028-02-29 2032-02-29 2036-02-29 2040-02-29 2044-02-29"),
        ] {
            assert_eq!(dates(&rule).join(" "), expected, "{rule:?}");
            assert!(rule.dates().take(5).all(|date| date.to_string().contains("T19:30:00")));
            assert_eq!(check(&rule), Ok(()));
        }
    }

    #[test]
    fn a_rule_ends_as_it_says_and_one_without_a_date_ends_at_once() {
        let rule = RecurrenceRule { count: Some(2), ..RecurrenceRule::daily(START) };
        assert_eq!(dates(&rule).len(), 2);
        let rule = RecurrenceRule {
            end: Some(Timestamp::from_secs(START.as_secs() + 86_400)),
            ..RecurrenceRule::daily(START)
        };
        assert_eq!(dates(&rule).len(), 2);
        assert_eq!(dates(&RecurrenceRule::yearly(START, RecurrenceRuleMonth::February, 30)), [""; 0]);
        let unknown =
            RecurrenceRule { frequency: RecurrenceRuleFrequency::Unknown(9), ..RecurrenceRule::daily(START) };
        assert_eq!(dates(&unknown), [""; 0]);
    }

    #[test]
    fn a_rule_without_days_follows_its_start() {
        let monthly = RecurrenceRule {
            frequency: RecurrenceRuleFrequency::Monthly,
            ..RecurrenceRule::daily(Timestamp::from_secs(1_769_801_400))
        };
        assert_eq!(dates(&monthly)[..3], ["2026-01-30", "2026-03-30", "2026-04-30"]);
        let yearly =
            RecurrenceRule { frequency: RecurrenceRuleFrequency::Yearly, ..RecurrenceRule::daily(START) };
        assert_eq!(dates(&yearly)[..2], ["2026-01-06", "2027-01-06"]);
    }

    #[test]
    fn rules_that_discord_does_not_take_are_named() {
        let weekly = RecurrenceRule::weekly(START, RecurrenceRuleWeekday::Monday);
        let yearly = RecurrenceRule::yearly(START, RecurrenceRuleMonth::May, 1);
        for (rule, path) in [
            (RecurrenceRule { count: Some(3), ..weekly.clone() }, "count"),
            (RecurrenceRule { interval: 3, ..weekly.clone() }, "interval"),
            (RecurrenceRule { interval: 2, ..yearly.clone() }, "interval"),
            (RecurrenceRule::on_days(START, [RecurrenceRuleWeekday::Monday]), "by_weekday"),
            (RecurrenceRule { by_month: yearly.by_month.clone(), ..weekly }, "by_month"),
            (RecurrenceRule { by_month_day: None, ..yearly.clone() }, "by_month"),
            (RecurrenceRule { by_month_day: Some(vec![32]), ..yearly }, "by_month_day[0]"),
            (RecurrenceRule::monthly(START, 6, RecurrenceRuleWeekday::Monday), "by_n_weekday[0].n"),
        ] {
            assert_eq!(check(&rule).unwrap_err().fields()[0].path, path, "{rule:?}");
        }
    }
}
