//! Gives the Windows program its icon and version text. Does nothing on other systems.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=assets/icon.ico");
    #[cfg(windows)]
    winresource::WindowsResource::new()
        .set_icon("assets/icon.ico")
        .set("ProductName", "双城 Shuangcheng")
        .set("FileDescription", "双城 Shuangcheng")
        .set("LegalCopyright", "MIT OR Apache-2.0")
        .compile()?;
    Ok(())
}
