//! `measure [writes] [reads] [memory]`: measures a real server under load on the database that `WIMES_TEST_DATABASE`
//! names, beside what the same database does without it, and prints one line of JSON. Only ratios within one run mean
//! anything. `cargo xtask bench` calls it.

mod bare;
mod load;
mod reads;
mod world;
mod writes;

use proofs::{Kind, Trouble};
use serde_json::json;
use std::{env, process::ExitCode};
use tokio::{runtime, task::LocalSet};
use world::World;

fn main() -> ExitCode {
    let parts: Vec<String> = env::args().skip(1).collect();
    match run(&parts) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("measure: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(parts: &[String]) -> Result<String, Trouble> {
    if let Some(part) = parts.iter().find(|part| !["writes", "reads", "memory"].contains(&part.as_str())) {
        return Err(Trouble::new(format!("there is no part {part}; there are writes, reads and memory")));
    }
    // A vault belongs to one thread; the load and the bare database may use all.
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, measure(parts))
}

async fn measure(parts: &[String]) -> Result<String, Trouble> {
    let asked = |part: &str| parts.is_empty() || parts.iter().any(|word| word == part);
    let kind = match Kind::of_environment()? {
        Kind::Sqlite => "sqlite",
        Kind::Postgres => "postgres",
    };
    let world = World::make().await?;
    let mut result = json!({ "database": kind });
    let at_rest = world.memory()?;
    if asked("writes") {
        result["writes"] = writes::measure(&world).await?;
    }
    if asked("reads") {
        result["reads"] = reads::measure(&world).await?;
    }
    if asked("memory") {
        if !asked("writes") {
            world.load(writes::MOST_CONNECTIONS, writes::WRITES).await?;
        }
        result["memory"] = json!({ "at_rest_mib": at_rest, "after_load_mib": world.memory()? });
    }
    Ok(result.to_string())
}
