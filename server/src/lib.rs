#![doc = include_str!("../README.md")]

pub mod cli;
pub mod config;
pub mod http;
pub mod logging;
