//! `hanmark man`: manual pages, from the definitions of the arguments.

use std::{fs, io::Write as _, path::Path};

use anyhow::{Context, Result};
use clap::CommandFactory;
use hanmark::Completion;

use crate::args::{Command, Man};

pub(crate) fn run(arguments: &Man) -> Result<Completion> {
    // Of `help` there is nothing to say that is not in the pages.
    let command = Command::command().disable_help_subcommand(true);
    if let Some(folder) = &arguments.out {
        write_all(command, folder)
            .with_context(|| format!("cannot write the manual pages into {}", folder.display()))?;
    } else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        std::io::stdout().lock().write_all(&page)?;
    }
    Ok(Completion::Done)
}

fn write_all(command: clap::Command, folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(command, folder)
}
