//! Backups are made with the database's own tools.

use crate::{program::Program, world::World};

#[tokio::test]
async fn a_backup_names_the_tool_that_makes_it() {
    super::insist();
    let world = World::new().await;
    let data = world.app.state.config.data_dir.clone();
    let program = Program::on(&world.app.url, &data, "");
    let refused = program.run(&["backup", data.join("copy").to_str().unwrap()]);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("pg_dump"));
    assert!(!data.join("copy").exists());
}
