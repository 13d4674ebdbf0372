//! Codes of forms and fields that the portal itself relies on: the name in the list of cases, the columns of the
//! case, its state. A configuration document without them is refused.

/// Form with the client person's name and data.
pub const PERSON: &str = "person";
/// Sealed given name in [`PERSON`].
pub const GIVEN: &str = "given";
/// Sealed family name in [`PERSON`].
pub const FAMILY: &str = "family";
/// Sealed full date of birth in [`PERSON`].
pub const BIRTH_DATE: &str = "birth_date";
/// Clear month and year of birth in [`PERSON`].
pub const BIRTH_MONTH: &str = "birth_month";
/// Clear sex in [`PERSON`].
pub const SEX: &str = "sex";

/// Form of a contact.
pub const CONTACT: &str = "contact";

/// Form with help type, start and end.
pub const HELP: &str = "help";
/// Clear help type in [`HELP`].
pub const HELP_TYPE: &str = "help_type";
/// Clear first day in [`HELP`].
pub const START: &str = "start";
/// Clear expected last day in [`HELP`].
pub const END: &str = "end";

/// Clear day of the next review of the plan in [`HELP`]; a configuration may do without.
pub const REVIEW: &str = "review";

/// Form of a course entry.
pub const COURSE: &str = "course";

/// Form of a rating sheet.
pub const RATING: &str = "rating";
/// Clear time point in [`RATING`].
pub const TIME_POINT: &str = "time_point";
/// Clear rater's role in [`RATING`].
pub const RATER_ROLE: &str = "rater_role";
/// Prefix of the clear values 1 to 7 in [`RATING`]: `v.stability`.
pub const VALUE: &str = "v";
/// Prefix of the clear "relevant for the help" in [`RATING`]: `r.stability`.
pub const RELEVANT: &str = "r";
/// Prefix of the sealed comments in [`RATING`]: `comment.stability`.
pub const COMMENT: &str = "comment";

/// Form of a goal.
pub const GOAL: &str = "goal";

/// Form that closes and reopens a case.
pub const CLOSING: &str = "closing";
/// Clear state in [`CLOSING`] (and in [`GOAL`]).
pub const STATE: &str = "state";
/// [`STATE`] of an open case.
pub const OPEN: &str = "open";
/// [`STATE`] of a closed case.
pub const CLOSED: &str = "closed";

/// Clear day of an entry in [`COURSE`], [`RATING`], [`GOAL`] and [`CLOSING`].
pub const DATE: &str = "date";
/// Clear kind in [`COURSE`], [`GOAL`] and [`CLOSING`].
pub const KIND: &str = "kind";
/// Sealed reason for withdrawing an entry; may stand in every form.
pub const REASON: &str = "_reason";

/// The key of a field that exists once per dimension.
#[must_use]
pub fn per_dimension(field: &str, dimension: &str) -> String {
    format!("{field}.{dimension}")
}
