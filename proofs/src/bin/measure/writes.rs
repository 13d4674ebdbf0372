//! Durable writes per second at 1, 16 and 64 connections, beside the database's own single-row commits.

use crate::{bare::Bare, load::Timing, world::World};
use proofs::{Kind, Trouble};
use serde_json::{Value, json};

/// Most people who write at the same time.
pub const MOST_CONNECTIONS: usize = 64;
/// Entries written by that many.
pub const WRITES: usize = 6400;
/// Single rows for each measurement of the bare database.
const ROWS: usize = 1500;

pub async fn measure(world: &World) -> Result<Value, Trouble> {
    // The first writes warm everything up.
    world.load(MOST_CONNECTIONS, 640).await?;
    let one = Bare::make(world, 1).await?;
    let mut steps = Vec::new();
    for (connections, writes) in [(1, 400), (16, 3200), (MOST_CONNECTIONS, WRITES)] {
        // Before and after, because the disk has moods.
        let before = one.commits(1, ROWS).await?;
        let ours = world.load(connections, writes).await?;
        let after = one.commits(1, ROWS).await?;
        let bare = f64::midpoint(before.per_second, after.per_second);
        let mut step = timing(&ours);
        step["connections"] = json!(connections);
        step["bare_per_second"] = json!(bare);
        step["bare_p99_ms"] = json!(before.p99.as_secs_f64() * 1000.0);
        step["to_bare"] = json!(ours.per_second / bare);
        if connections > 1 && world.portal.database.kind == Kind::Postgres {
            let many = Bare::make(world, u32::try_from(connections).unwrap_or(u32::MAX)).await?;
            let alike = many.commits(connections, ROWS * 4).await?;
            step["alike_per_second"] = json!(alike.per_second);
            step["to_alike"] = json!(ours.per_second / alike.per_second);
        }
        steps.push(step);
    }
    Ok(Value::Array(steps))
}

fn timing(timing: &Timing) -> Value {
    json!({
        "per_second": timing.per_second,
        "p50_ms": timing.p50.as_secs_f64() * 1000.0,
        "p99_ms": timing.p99.as_secs_f64() * 1000.0,
    })
}
