/// A time or a length of time in whole nanoseconds.
///
/// Instants of a run count from the run's start on the client's monotonic clock; server stamps
/// count from the Unix epoch. Which of the two is meant is part of the name that holds the value.
public typealias Nanoseconds = Int64
