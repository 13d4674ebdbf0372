//! The instrument: what is rated, and what each value means.

use super::Label;
use serde::{Deserialize, Serialize};

/// No need.
pub const SCALE_MIN: i64 = 1;
/// Very high need.
pub const SCALE_MAX: i64 = 7;

/// A versioned set of dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instrument {
    /// Unique among instruments.
    pub code: String,
    /// Counts up when dimensions or anchors change; from 1.
    pub version: u32,
    /// What it is called.
    pub title: Label,
    /// How to rate with it.
    pub about: Label,
    /// Short words for the values, from 1 to 7.
    pub scale: Vec<ScaleValue>,
    /// Groups of dimensions in order.
    pub groups: Vec<DimensionGroup>,
    /// Dimensions in order.
    pub dimensions: Vec<Dimension>,
}

/// A value of the scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScaleValue {
    /// 1 (no need) to 7 (very high need).
    pub value: i64,
    /// Short words.
    pub label: Label,
}

/// A group of dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DimensionGroup {
    /// Unique among the groups.
    pub code: String,
    /// What it is called.
    pub label: Label,
}

/// One thing that is rated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dimension {
    /// Unique among the dimensions, without a dot.
    pub code: String,
    /// Code of its group.
    pub group: String,
    /// What it is called.
    pub label: Label,
    /// What to look at.
    pub info: Label,
    /// One sentence per value, the first for 1.
    pub anchors: Vec<Label>,
}

impl Dimension {
    /// The anchor sentence of a value.
    #[must_use]
    pub fn anchor(&self, value: i64) -> Option<&Label> {
        usize::try_from(value - SCALE_MIN).ok().and_then(|index| self.anchors.get(index))
    }
}

impl Instrument {
    /// The short words of a value.
    #[must_use]
    pub fn value_label(&self, value: i64) -> Option<&Label> {
        self.scale.iter().find(|step| step.value == value).map(|step| &step.label)
    }

    /// The dimensions of a group.
    pub fn of_group(&self, group: &str) -> impl Iterator<Item = &Dimension> {
        self.dimensions.iter().filter(move |dimension| dimension.group == group)
    }
}
