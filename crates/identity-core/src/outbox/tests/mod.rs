mod compose;
mod deliver;
