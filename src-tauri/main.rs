//! The desktop program.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == "--write-bindings") {
        let path = words.next().unwrap_or_else(|| "ui/src/bindings.ts".into());
        if let Err(why) = handsel_app::write_bindings(std::path::Path::new(&path)) {
            eprintln!("The bindings were not written: {why}");
            std::process::exit(1);
        }
        return;
    }
    handsel_app::choose_renderer();
    if let Err(why) = handsel_app::run() {
        eprintln!("Handsel could not start: {why}");
        std::process::exit(1);
    }
}
