/// Where the kernel keeps what it counts and limits for groups of processes.
public enum ControlGroups {
  /// The files `name` that may be about this process: those of its group and of the groups around it, in
  /// which a limit holds for it, too.
  ///
  /// - Parameters:
  ///   - name: The file's name, for example `cpu.stat`.
  ///   - controller: Which controller has it, for example `cpu`.
  /// - Returns: Their paths, the nearest group first; not all of them exist.
  public static func files(_ name: String, of controller: String) -> [String] {
    TextFile.read("/proc/self/cgroup").map { files(name, of: controller, cgroups: $0) } ?? []
  }

  /// As above, given the content of `/proc/self/cgroup`.
  ///
  /// A container may see its own group as the root, and the path that the kernel names then does not
  /// exist here: the roots are tried in any case.
  static func files(_ name: String, of controller: String, cgroups: String) -> [String] {
    var files: [String] = []
    for line in cgroups.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let controllers = parts[1].split(separator: ",")
      let roots: [String]
      if parts[0] == "0", controllers.isEmpty {
        roots = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"]
      } else if controllers.contains(where: { $0 == controller }) {
        roots = ["/sys/fs/cgroup/\(parts[1])", "/sys/fs/cgroup/\(controller)"]
      } else {
        continue
      }
      for root in roots {
        for folder in foldersAround(parts[2]) {
          let file = "\(root)\(folder)/\(name)"
          if !files.contains(file) { files.append(file) }
        }
      }
    }
    return files
  }

  /// `/a/b`, `/a` and the empty text for `/a/b`.
  private static func foldersAround(_ path: Substring) -> [String] {
    let names = path.split(separator: "/")
    return (0...names.count).reversed().map { count in
      names.prefix(count).map { "/" + $0 }.joined()
    }
  }
}
