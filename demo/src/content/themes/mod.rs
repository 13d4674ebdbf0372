//! What cases are about. Each theme has words for the first and the second half of a help.
//!
//! Placeholders: `{N}` given name, `{er}` `{ihn}` `{ihm}` `{sein}` `{seine}` `{seinen}` `{seinem}` `{seiner}` (capital
//! first letter where a sentence begins), `{P}` the parent in charge, `{Pd}` the same in dative and accusative,
//! `{S}` the school.

mod arrival;
mod care;
mod conflict;
mod inclusion;
mod independence;
mod mood;
mod school;
mod separation;

/// What a case is about.
pub(crate) struct Theme {
    /// Dimensions with high need at the start.
    pub focus: &'static [&'static str],
    /// Reasons for the help, codes.
    pub reasons: &'static [&'static str],
    /// Task and situation at the start.
    pub task: &'static [&'static str],
    /// About the young person: first half, second half.
    pub young: [&'static [&'static str]; 2],
    /// About parents: first half, second half.
    pub parents: [&'static [&'static str]; 2],
    /// About school, training or day care: first half, second half.
    pub school: [&'static [&'static str]; 2],
    /// Goals.
    pub goals: &'static [GoalWords],
    /// Comments of ratings by dimension: first half, second half.
    pub comments: [&'static [(&'static str, &'static str)]; 2],
    /// Things that went well.
    pub success: &'static [&'static str],
    /// Final reports.
    pub report: &'static [&'static str],
}

/// A goal in words.
pub(crate) struct GoalWords {
    /// Dimension.
    pub dimension: &'static str,
    /// Goal.
    pub wording: &'static str,
    /// Next step.
    pub step: &'static str,
}

const fn goal(dimension: &'static str, wording: &'static str, step: &'static str) -> GoalWords {
    GoalWords { dimension, wording, step }
}

/// The theme of a name.
pub(crate) fn theme(name: &str) -> &'static Theme {
    match name {
        "school" => &school::THEME,
        "mood" => &mood::THEME,
        "conflict" => &conflict::THEME,
        "separation" => &separation::THEME,
        "arrival" => &arrival::THEME,
        "independence" => &independence::THEME,
        "inclusion" => &inclusion::THEME,
        _ => &care::THEME,
    }
}
