//! The council's files are built in: a file added to them is a reason to build
//! again, which the compiler would not see by itself.

fn main() {
    println!("cargo::rerun-if-changed=../../calendars");
    println!("cargo::rerun-if-changed=../../rules");
    println!("cargo::rerun-if-changed=../../tariffs");
}
