// swift-tools-version: 6.2
import PackageDescription

// The layer diagram, executable: a target may depend only on targets listed above it.
let package = Package(
  name: "sojourn",
  products: [.executable(name: "sojourn", targets: ["sojourn"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // System: C libraries and the operating system, wrapped once.
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CLinux"),
    .module("Platform", ["CLinux"]),

    // Pure: values and mathematics, no clock, no input or output.
    .module("Statistics"),
    .module("Workloads", ["Statistics"]),
    .module("Dialects", ["Statistics", "Workloads"], data: ["APIs"]),

    // Hot: runs per transfer.
    .module("Transport", ["CCurl", "Platform"]),
    .module("Engines", ["Workloads", "Dialects", "Transport", "Platform"]),

    // Cold: runs per run.
    .module("Scenarios", ["Statistics", "Workloads", "Dialects", .yams]),
    .module(
      "Results",
      ["CZlib", "Statistics", "Workloads", "Dialects", "Platform", "Scenarios", .histogram],
      data: ["Schema"]),
    .module("Analysis", ["Results", "Scenarios", "Statistics", "Workloads", .histogram]),
    .module(
      "Reports", ["Platform", "Results", "Scenarios", "Statistics", "Workloads", .histogram]),

    // Side: a job API whose true timings are known.
    .module(
      "ReferenceServer",
      ["Statistics", "Workloads", .nio("NIOCore"), .nio("NIOPosix"), .nio("NIOHTTP1")]),

    // Side: takes in what job APIs call back with.
    .module(
      "Webhooks",
      ["Platform", "Workloads", "Dialects", .nio("NIOCore"), .nio("NIOPosix"), .nio("NIOHTTP1")]),

    // Top: procedures and the command line.
    .module(
      "Harness",
      [
        "Platform", "Statistics", "Workloads", "Dialects", "Transport", "Engines", "Scenarios",
        "Results", "Analysis", "ReferenceServer", "Webhooks",
      ]),
    .executableTarget(
      name: "sojourn",
      dependencies: [
        "Platform", "Statistics", "Workloads", "Dialects", "Engines", "Scenarios", "Results",
        "Analysis", "Reports", "ReferenceServer", "Harness",
        .argumentParser,
      ],
      swiftSettings: .house),

    // Tests.
    .target(
      name: "TestSupport",
      dependencies: ["Dialects", "Platform", "Results", "Scenarios", "Statistics", "Workloads"],
      path: "Tests/TestSupport",
      swiftSettings: .house),
    .tests(of: "Platform"),
    .tests(of: "Statistics"),
    .tests(of: "Workloads", ["Statistics", .histogram]),
    .tests(of: "Dialects", ["Scenarios", "Statistics", "Workloads"], data: ["Fixtures"]),
    .tests(of: "Transport", ["Platform", "ReferenceServer"]),
    .tests(of: "Engines", ["Workloads", "Dialects", "Platform"]),
    .tests(of: "Scenarios", ["Dialects", "Statistics", "Workloads"], data: ["Fixtures"]),
    .tests(of: "Results", ["Platform", "Statistics", "Workloads", "Scenarios", .histogram]),
    .tests(
      of: "Analysis",
      ["Dialects", "Results", "Scenarios", "Statistics", "Workloads", .histogram]),
    .tests(
      of: "Reports",
      ["Analysis", "Platform", "Results", "Scenarios", "Statistics", "Workloads", .histogram],
      data: ["Golden"]),
    .tests(of: "ReferenceServer", ["Statistics", "Workloads"]),
    .tests(of: "Webhooks", ["Dialects", "Platform", "Scenarios", "Transport", "Workloads"]),
    .tests(
      of: "Harness", ["Dialects", "ReferenceServer", "Results", "Scenarios", "Workloads"],
      data: ["Golden"]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "sojourn", "Engines", "Harness", "Platform", "ReferenceServer", "Results", "Scenarios",
        "Statistics", "Workloads", "TestSupport", .yams,
      ],
      exclude: ["Help", "Interchange", "Pages", "Probes", "Sessions"],
      swiftSettings: .house),
  ]
)

extension Target {
  static func module(
    _ name: String, _ dependencies: [Dependency] = [], data: [String] = []
  ) -> Target {
    .target(name: name, dependencies: dependencies, exclude: data, swiftSettings: .house)
  }

  /// `data` are folders that tests read where they lie in the repository.
  static func tests(
    of module: String, _ others: [Dependency] = [], data: [String] = []
  ) -> Target {
    .testTarget(
      name: module + "Tests",
      dependencies: [.byName(name: module), "TestSupport"] + others,
      exclude: data,
      swiftSettings: .house)
  }
}

extension Target.Dependency {
  static let argumentParser: Self = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
  static let histogram: Self = .product(name: "Histogram", package: "hdrhistogram-swift")
  static let yams: Self = .product(name: "Yams", package: "Yams")
  static func nio(_ product: String) -> Self { .product(name: product, package: "swift-nio") }
}

extension [SwiftSetting] {
  static let house: Self = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
