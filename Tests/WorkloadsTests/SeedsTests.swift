import Foundation
import Testing
import Workloads

@Suite struct SeedsTests {
  @Test("a seed of its own changes one dimension and no other", arguments: RandomStream.allCases)
  func apart(stream: RandomStream) {
    var seeds: Seeds = 7
    seeds[stream] = 3
    for other in RandomStream.allCases {
      #expect((other.seed(of: seeds) == other.seed(of: 7)) == (other != stream))
    }
    #expect(stream.seed(of: seeds) == stream.seed(of: 3))
  }

  @Test func theRunsOwnSeedGivenAgainChangesNothing() {
    var seeds: Seeds = 7
    seeds[.payloads] = 7
    #expect(RandomStream.payloads.seed(of: seeds) == RandomStream.payloads.seed(of: 7))
  }

  @Test func seedsAreShownAndReadBack() throws {
    var seeds = Seeds(.max)
    #expect(seeds.text == "18446744073709551615")
    #expect(try json(seeds) == "18446744073709551615")
    seeds[.polls] = 0
    seeds[.arrivals] = 1
    #expect(seeds.text == "18446744073709551615 (arrivals 1, polls 0)")
    #expect(try json(seeds) == #"{"arrivals":1,"polls":0,"run":18446744073709551615}"#)
    for value in [seeds, 0] {
      let text = try json(value)
      #expect(try JSONDecoder().decode(Seeds.self, from: Data(text.utf8)) == value)
    }
    for text in ["-1", "{}", "[]", "\"7\"", #"{"run": -1}"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(Seeds.self, from: Data(text.utf8))
      }
    }
  }

  private func json(_ seeds: Seeds) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(seeds), as: UTF8.self)
  }
}
