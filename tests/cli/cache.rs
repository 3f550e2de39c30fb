//! The built binary with a cache: what is kept is used, and a program that is killed at any moment leaves nothing wrong behind.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

fn search(pages: &Path, cache: Option<&Path>, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shuangcheng"));
    command.env("LC_ALL", "en_GB.UTF-8").arg("search").arg(pages).args(["遂", "--format", "jsonl"]).args(more);
    match cache {
        Some(folder) => command.arg("--cache-dir").arg(folder),
        None => command.arg("--no-cache"),
    };
    command
}

fn result(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn write(pages: &Path, number: usize, edition: usize) {
    let text = format!(
        "遂宁的第{number}件事\n2021年3月5日\n\n　　遂宁市与潼南区签订第{edition}份协议，成渝两地第{number}次来人。{}\n",
        "\n\n　　会议认为，涪江沿线的县区要一起做好水运。".repeat(number % 40)
    );
    fs::write(pages.join(format!("{number:03}.txt")), text).unwrap();
}

#[test]
fn the_cache_is_used_and_can_be_trusted() {
    let (pages, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    (0..5).for_each(|number| write(pages.path(), number, 1));
    let plain = result(search(pages.path(), None, &[]));
    assert_eq!(plain.lines().count(), 5);
    assert_eq!(result(search(pages.path(), Some(cache.path()), &["--no-refresh"])), plain, "nothing is kept yet");
    write(pages.path(), 6, 1);
    assert_eq!(result(search(pages.path(), Some(cache.path()), &["--no-refresh"])), plain, "taken as it is");
    let now = result(search(pages.path(), None, &[]));
    assert_eq!(now.lines().count(), 6);
    assert_eq!(result(search(pages.path(), Some(cache.path()), &[])), now);
    assert_eq!(result(search(pages.path(), Some(cache.path()), &["--no-refresh"])), now);
}

#[test]
fn a_cache_that_cannot_be_written_is_said_once_and_is_no_failure() {
    let pages = tempfile::tempdir().unwrap();
    write(pages.path(), 1, 1);
    let file = tempfile::NamedTempFile::new().unwrap();
    let output = search(pages.path(), Some(file.path()), &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), result(search(pages.path(), None, &[])));
    assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_full_disk_means_no_cache() {
    let (pages, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    (0..40).for_each(|number| write(pages.path(), number, 1));
    let plain = result(search(pages.path(), None, &[]));
    let wanted = search(pages.path(), Some(cache.path()), &[]);
    // No file may grow beyond a few blocks, as on a disk with no more room.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 4; exec \"$@\"", "sh"]).arg(wanted.get_program());
    let output = limited.args(wanted.get_args()).env("LC_ALL", "en_GB.UTF-8").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), plain);
    assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
    let left = fs::read_dir(fs::read_dir(cache.path()).unwrap().next().unwrap().unwrap().path()).unwrap();
    assert_eq!(left.count(), 1, "only the lock");
    // With room again, all is kept.
    assert_eq!(result(search(pages.path(), Some(cache.path()), &[])), plain);
    write(pages.path(), 50, 1);
    assert_eq!(result(search(pages.path(), Some(cache.path()), &["--no-refresh"])), plain);
}

/// Kills an opening at many moments, changes files in between, and compares with what is found without a cache.
fn kill(times: u32, each: Duration) {
    let (pages, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    (0..60).for_each(|number| write(pages.path(), number, 0));
    let began = Instant::now();
    result(search(pages.path(), None, &[]));
    let whole = began.elapsed() * 2;
    let mut random = fastrand::Rng::with_seed(7);
    for time in 0..times {
        // Every now and then nothing is kept yet.
        if time % 20 == 0 {
            fs::remove_dir_all(cache.path()).unwrap();
        }
        for _ in 0..random.usize(..4) {
            write(pages.path(), random.usize(..70), time as usize);
        }
        let mut running =
            search(pages.path(), Some(cache.path()), &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        sleep(whole.min(each).mul_f64(random.f64()));
        let _ = running.kill();
        running.wait().unwrap();
        if time % 10 == 9 {
            let plain = result(search(pages.path(), None, &[]));
            let trusting = search(pages.path(), Some(cache.path()), &["--no-refresh"]).output().unwrap();
            assert!(trusting.status.success(), "kill {time}");
            assert_eq!(result(search(pages.path(), Some(cache.path()), &[])), plain, "kill {time}");
            assert_eq!(result(search(pages.path(), Some(cache.path()), &["--no-refresh"])), plain, "kill {time}");
        }
    }
}

#[test]
fn killed_at_any_moment_the_next_start_is_right() {
    kill(30, Duration::from_millis(300));
}

#[test]
#[ignore = "takes minutes"]
fn killed_four_hundred_times_the_next_start_is_right() {
    kill(400, Duration::from_secs(2));
}
