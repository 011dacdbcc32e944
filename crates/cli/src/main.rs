//! handselctl: Handsel's verbs without a window. `args.rs` has the words, one file each group of commands, `output.rs` how answers look.
//!
//! Every command is the verb that the window calls. An answer is printed after COMMIT, so what was printed is kept.
mod args;
mod corridor;
mod demo;
mod find;
mod keep;
mod list;
mod output;
mod planning;
mod reporting;
mod rows;
mod selling;
mod show;
mod transfer;
mod wheres;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use handsel_core::values::PersonId;
use handsel_core::{Book, Code, Error, Result};

use args::{Command, Everywhere, Line, Worker};
use output::Answer;

fn main() -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(refusal) => return unread(&refusal),
    };
    match run(&line) {
        Ok(answer) => answer.print(line.everywhere.json),
        Err(error) => output::print_error(&error, line.everywhere.json),
    }
}

fn run(line: &Line) -> Result<Answer> {
    let everywhere = &line.everywhere;
    match &line.command {
        Command::New(args) => return keep::new(&file(everywhere)?, everywhere, args),
        Command::Demo => return demo::demo(demo_file(everywhere).as_deref(), everywhere.as_of, everywhere.json),
        // The workspace may be damaged, or gone: that is what it is for.
        Command::Restore(args) => return transfer::restore(&args.path, &file(everywhere)?),
        _ => {}
    }
    let book = open(everywhere)?;
    match &line.command {
        Command::New(_) | Command::Demo | Command::Restore(_) => {
            Err(Error::invalid("This makes a workspace; it can't be opened before."))
        }
        Command::List(args) => list::list(&book, args),
        Command::Show(args) => show::show(&book, &args.record),
        Command::Win(args) => selling::win(&book, args),
        Command::Lose(args) => selling::lose(&book, args),
        Command::Move(args) => selling::move_deal(&book, args),
        Command::Reopen(args) => selling::reopen(&book, args),
        Command::Schedule(args) => planning::schedule(&book, &args.project),
        Command::Report(args) => reporting::report(&book, args),
        Command::Import(args) => transfer::import(&book, args),
        Command::Export(args) => transfer::export(&book, args),
        Command::Backup(args) => transfer::backup(&book, &args.path),
        Command::Worker(Worker::Run(args)) => corridor::run(&book, args.limit),
        Command::Handoffs(args) => match &args.preview {
            Some(deal) => corridor::preview(&book, deal),
            None => corridor::handoffs(&book),
        },
        Command::Check => keep::check(&book),
        Command::Undo => keep::undo(&book),
        Command::Redo => keep::redo(&book),
        Command::History(args) => keep::history(&book, args.record.as_deref(), args.limit),
    }
}

/// The workspace asked for, else the one that the window would open in HANDSEL_DATA_DIR.
fn file(everywhere: &Everywhere) -> Result<PathBuf> {
    let beside = || everywhere.data_dir.as_deref().map(|folder| folder.join("workspace.handsel"));
    everywhere
        .file
        .clone()
        .or_else(beside)
        .ok_or_else(|| Error::invalid("Say which workspace: --file PATH, or set HANDSEL_FILE or HANDSEL_DATA_DIR."))
}

/// Where the demonstration is kept: what --file says, else the next free `demo.handsel` in HANDSEL_DATA_DIR, else nowhere.
fn demo_file(everywhere: &Everywhere) -> Option<PathBuf> {
    let named = |number: u32| if number == 1 { "demo.handsel".to_owned() } else { format!("demo-{number}.handsel") };
    everywhere.file.clone().or_else(|| {
        let folder = everywhere.data_dir.as_deref()?;
        (1..).map(|number| folder.join(named(number))).find(|path| !path.exists())
    })
}

/// The workspace, with its day and the acting person as asked.
fn open(everywhere: &Everywhere) -> Result<Book> {
    let book = Book::open(&file(everywhere)?)?;
    book.set_as_of(everywhere.as_of);
    if let Some(name) = &everywhere.me {
        let me = find::record(&book, &[rows::Kind::Person], name)?;
        book.act_as(Some(PersonId(me.id)));
    }
    Ok(book)
}

/// Help and version are answers; anything else that can't be read is one line, and JSON where JSON was asked for.
fn unread(refusal: &clap::Error) -> ExitCode {
    if matches!(refusal.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        output::say(refusal.render().to_string().trim_end());
        return ExitCode::SUCCESS;
    }
    let text = refusal.render().to_string();
    let why = text.lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or("Say what to do: handselctl --help");
    let as_json = std::env::args_os().any(|arg| arg == "--json");
    output::print_error(&Error::new(Code::Invalid, why), as_json)
}
