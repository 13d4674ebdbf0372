#![doc = include_str!("../README.md")]

pub mod audit;
pub mod auth;
pub mod build;
pub mod bytes;
pub mod cases;
pub mod chain;
pub mod configuration;
pub mod derive;
pub mod facts;
pub mod ids;
pub mod institute;
pub mod invitations;
pub mod keys;
pub mod limits;
pub mod news;
pub mod organisations;
pub mod paths;
pub mod presence;
pub mod problem;
pub mod records;
pub mod signing;
pub mod statement;

pub use bytes::{Bytes, Bytes32};
pub use problem::{Problem, ProblemCode};
