#![doc = include_str!("../README.md")]

pub mod cli;
pub mod config;
pub mod http;
pub mod logging;
pub mod routes;
pub mod state;
pub mod store;
