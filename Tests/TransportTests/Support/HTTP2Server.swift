import Foundation
import TestSupport

/// `nghttpd` with a self-made authority, which signed its certificate for localhost and 127.0.0.1.
struct HTTP2Server {
  /// The port of the loopback interface.
  let port: Int
  /// A file with the authority's certificate; nil without TLS.
  let caFile: String?

  /// Serves a file `hello.txt` that holds `hello`, and echoes uploads, while `body` runs.
  static func run<Value>(
    tls: Bool, _ body: (HTTP2Server) throws -> Value
  ) throws -> Value {
    try TemporaryFolder.with { folder in
      try Data("hello".utf8).write(to: URL(fileURLWithPath: folder + "/hello.txt"))
      if tls { try makeCertificates(in: folder) }
      let security = tls ? ["\(folder)/server.key", "\(folder)/server.pem"] : ["--no-tls"]
      var arguments = ["-a", "127.0.0.1", "-d", folder, "--echo-upload"]
      arguments += tls ? ["0"] + security : security + ["0"]
      let server = try OwnProcess("nghttpd", arguments)
      defer { server.end() }
      return try body(
        HTTP2Server(port: try server.listeningPort(), caFile: tls ? folder + "/ca.pem" : nil))
    }
  }

  private static func makeCertificates(in folder: String) throws {
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    try OwnProcess.run(
      "openssl",
      ["req", "-x509", "-days", "2", "-subj", "/CN=Test authority"] + key
        + ["-keyout", "\(folder)/ca.key", "-out", "\(folder)/ca.pem"])
    try OwnProcess.run(
      "openssl",
      ["req", "-x509", "-days", "2", "-subj", "/CN=localhost"] + key
        + ["-CA", "\(folder)/ca.pem", "-CAkey", "\(folder)/ca.key"]
        + ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        + ["-addext", "basicConstraints=critical,CA:FALSE"]
        + ["-keyout", "\(folder)/server.key", "-out", "\(folder)/server.pem"])
  }
}
