extension Seeds {
  /// The seeds of another run of the same: each one `number` higher.
  public func shifted(by number: UInt64) -> Seeds {
    var seeds = self
    seeds.run &+= number
    for stream in RandomStream.allCases {
      if let own = self[stream] { seeds[stream] = own &+ number }
    }
    return seeds
  }
}
