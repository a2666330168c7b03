import Histogram
import Results
import Testing
import Workloads

@testable import Reports

@Suite struct ChartTests {
  @Test(
    "bins have round edges and hold every value",
    arguments: [
      ([5, 5, 5], false), ([0], false), (Array(100...200), false), (Array(0...10), false),
      ([1, 1_000_000], true), ([0, 1 << 45], true), ([3_000, 70_000, 70_000, 65_000_000], true),
      ([999_999, 1_000_001], false),
    ] as [([Nanoseconds], Bool)])
  func bins(values: [Nanoseconds], isLogarithmic: Bool) {
    let bins = Chart.bins(.ofNanoseconds(values))
    #expect(bins.reduce(0) { $0 + $1.count } == UInt64(values.count))
    #expect(bins.count <= 25)
    #expect(Double(bins[0].lower) <= 1.001 * Double(values.min() ?? 0))
    let edges = bins.map(\.lower)
    #expect(edges == edges.sorted() && Set(edges).count == edges.count)
    if isLogarithmic {
      #expect(edges.allSatisfy { $0 == 0 || "12357".contains(String($0).prefix(1)) })
    } else if edges.count > 2 {
      #expect(Set(zip(edges, edges.dropFirst()).map { $1 - $0 }).count == 1)
    }
  }

  @Test func barsEndInEighths() {
    #expect(Chart.bar(share: 1, width: 4) == "████")
    #expect(Chart.bar(share: 0.5, width: 4) == "██")
    #expect(Chart.bar(share: 0.4, width: 4) == "█▋")
    #expect(Chart.bar(share: 0.000_1, width: 4) == "▏")
  }

  @Test func linesAreAligned() {
    var summary = TimeSummary(source: "client clock")
    #expect(Chart.lines(summary, width: 10) == [])
    let values: [Nanoseconds] = [1_000_000, 1_000_000, 30_000_000]
    summary.count = 3
    summary.histogram = (try? HistogramLog.encode(.ofNanoseconds(values))) ?? ""
    #expect(
      Chart.lines(summary, width: 10) == [
        "1.00 ms ██████████ 2", "1.50 ms", "2.00 ms", "3.00 ms", "5.00 ms", "7.00 ms", "10.0 ms",
        "15.0 ms", "20.0 ms", "30.0 ms █████ 1",
      ])
    summary.histogram = "damaged"
    #expect(Chart.lines(summary, width: 10) == [])
  }

  @Test func sparklinesShowTheHighestOfEachStretch() {
    #expect(Chart.sparkline([0, 1, 2, 7], width: 10) == "▁▂▃█")
    #expect(Chart.sparkline([0, 0, 0, 9, 0, 0], width: 3) == "▁█▁")
    #expect(Chart.sparkline([0, 0], width: 3) == "▁▁")
    #expect(Chart.sparkline([], width: 3) == "")
  }
}
