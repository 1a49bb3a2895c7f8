//! How many questions a second the service answers over loopback, without the
//! trace and with it, compared with a bare hyper server that sends as many bytes back,
//! in the same run and in turn; and how long an answer takes at half of that.
//!
//! `cargo bench --bench service`
#![expect(
    clippy::expect_used,
    reason = "a bench stops where its ground is missing"
)]

mod bare;
mod load;

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use load::Load;

const QUESTION: &str = r#"{"on":"2018-05-01","facts":{"lessons":10,"minutes":20,"pupils":2,"free_school_meals":true,"key_stage":2,"pupil_premium":false}}"#;

/// The form of a music quote.
const LESSONS: &str =
    "on=1%2F5%2F2018&lessons=10&minutes=20&pupils=2&free_school_meals=yes&key_stage=2";

/// The form of a nursery quote for three children.
const CHILDREN: &str = "on=1%2F5%2F2018&children.count=3\
    &children.1.date_of_birth=1%2F5%2F2016&children.1.pattern=full\
    &children.1.days_per_week=3&children.1.lunches_per_week=3\
    &children.2.date_of_birth=3%2F9%2F2014&children.2.pattern=full\
    &children.2.days_per_week=3&children.2.lunches_per_week=3\
    &children.3.date_of_birth=1%2F2%2F2017&children.3.pattern=full\
    &children.3.days_per_week=3&children.3.lunches_per_week=3";

const ROUNDS: usize = 15;

/// Rounds at half load.
const PACED_ROUNDS: usize = 7;

/// A server in a process of its own, that says where it listens.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(mut command: Command) -> Server {
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the server starts");
        let said = child.stdout.take().expect("it speaks");
        let mut line = String::new();
        BufReader::new(said)
            .read_line(&mut line)
            .expect("it says where");
        let address = line.trim().trim_start_matches("http://").to_owned();
        Server { child, address }
    }

    fn almoner(log: &str) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_almoner"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--log", log]);
        command.env_remove("ALMONER_BOOK");
        Server::start(command)
    }

    fn bare(length: usize) -> Server {
        let this = std::env::current_exe().expect("the bench knows itself");
        let mut command = Command::new(this);
        command.args(["bare", &length.to_string()]);
        Server::start(command)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if let [_, word, length] = args.as_slice()
        && word == "bare"
    {
        bare::serve(length.parse().expect("a length"));
        return;
    }
    let quiet = Server::almoner("warn");
    let logging = Server::almoner("info");
    for (says, path) in [
        ("a music quote, silent", "/v1/quotes/music?trace=no"),
        ("a music quote with its trace", "/v1/quotes/music"),
    ] {
        measure(says, &Load::posting(path, QUESTION), [&quiet, &logging]);
    }
    for (says, path, form) in [
        ("the page of a music quote", "/quote/music", LESSONS),
        (
            "the same with what would change it",
            "/quote/music/explained",
            LESSONS,
        ),
        ("the page of three children", "/quote/nursery", CHILDREN),
        (
            "the same with what would change it",
            "/quote/nursery/explained",
            CHILDREN,
        ),
    ] {
        measure(says, &Load::sending(path, form), [&quiet, &logging]);
    }
}

/// One question to the bare server and to the service without and with a line
/// in the log for each, round after round.
fn measure(says: &str, quote: &Load, [quiet, logging]: [&Server; 2]) {
    let length = quote.length(&quiet.address);
    let bare = &Server::bare(length);
    println!("{says}, {length} bytes, over loopback");
    let mut rates: [Vec<usize>; 3] = Default::default();
    for _ in 0..ROUNDS {
        for (server, rates) in [bare, quiet, logging].into_iter().zip(&mut rates) {
            rates.push(quote.at_once(&server.address).a_second);
        }
    }
    let [bare_rates, quiet_rates, logging_rates] = rates;
    let bare_rate = median(bare_rates.clone());
    println!("  bare hyper            {bare_rate:>7} a second");
    let quiet_rate = compare("almoner", quiet_rates, &bare_rates);
    compare("almoner, each logged", logging_rates, &bare_rates);
    for (name, server, rate) in [
        ("bare hyper", bare, bare_rate),
        ("almoner", quiet, quiet_rate),
    ] {
        at_half_load(name, quote, server, rate);
    }
}

/// How long an answer takes at half of what the server can do: the middle of
/// some rounds, since a pause of the machine is in one of them, and the worst.
fn at_half_load(name: &str, quote: &Load, server: &Server, rate: usize) {
    let rounds = (0..PACED_ROUNDS).map(|_| quote.paced(&server.address, rate / 2));
    let (p50s, p99s): (Vec<_>, Vec<_>) = rounds.map(|it| (it.p50, it.p99)).unzip();
    let worst = p99s.iter().copied().max().unwrap_or_default();
    let (p50, p99) = (median(p50s), median(p99s));
    println!("  {name:<20}  at half load p50 {p50:.2?}, p99 {p99:.2?}, at worst {worst:.2?}");
}

/// Tells rates and what part they are of those of the bare server: each of the
/// one in the same round, since a shared machine is not as fast in the next.
fn compare(name: &str, rates: Vec<usize>, bare_rates: &[usize]) -> usize {
    let rounds = rates.iter().zip(bare_rates);
    let ratios = rounds.map(|(rate, bare)| rate * 100 / bare.max(&1));
    let hundredths = median(ratios.collect());
    let (rate, whole, part) = (median(rates), hundredths / 100, hundredths % 100);
    println!("  {name:<20}  {rate:>7} a second, {whole}.{part:02} of bare");
    rate
}

fn median<T: Ord + Copy + Default>(mut figures: Vec<T>) -> T {
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
