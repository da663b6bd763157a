//! Scenarios in a real browser: `tests/browser/NAME.mjs`, see `drive.mjs` there.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::Semaphore;

use super::process;

/// How long a scenario may take.
const LIMIT: Duration = Duration::from_secs(300);
/// Browsers at once: more than the cores only makes each slower.
static BROWSERS: Semaphore = Semaphore::const_new(2);

/// Plays `tests/browser/{name}.mjs` against the service at `base` (`http://127.0.0.1:PORT`) and gives its result. The test fails with
/// the scenario's own message, also when node, Chromium or a package is missing.
pub async fn play(name: &str, base: &str, args: &Value) -> Value {
    let _place = BROWSERS.acquire().await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let mut command = Command::new("node");
    command.arg(folder.join(format!("{name}.mjs"))).arg(base).arg(args.to_string());
    let ended = tokio::task::spawn_blocking(move || process::run(command, LIMIT)).await.unwrap();
    assert!(ended.success, "the scenario {name} failed:\n{}", ended.stderr);
    let result = ended.stdout.lines().last().unwrap_or_default();
    serde_json::from_str(result).unwrap_or_else(|error| panic!("the scenario {name} gave no result ({error}): {result}"))
}
