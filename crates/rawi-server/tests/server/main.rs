//! The server in process, without a socket.

mod care;
mod fixture;
mod pages;
mod programs;
mod words;
