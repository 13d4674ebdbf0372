#![doc = include_str!("../README.md")]

mod content;
pub mod dice;
pub mod fill;
pub mod model;
pub mod story;

pub use content::world::world;
