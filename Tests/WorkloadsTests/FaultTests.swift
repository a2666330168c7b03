import Foundation
import Testing
import Workloads

@Suite struct FaultTests {
  @Test("a value is read and written back", arguments: FaultName.allCases)
  func forms(name: FaultName) throws {
    let setting = try #require(name.form.setting(name.form.example))
    #expect(name.form.setting(name.form.text(setting)) == setting)
    #expect(!name.meaning.isEmpty)
  }

  @Test func smallNumbersComeBack() {
    for (form, setting) in [
      (FaultForm.share, FaultSetting(share: 1e-7)), (.rate, FaultSetting(rate: -0.00002)),
      (.timeAtShare, FaultSetting(share: 1.0 / 3, time: 1)),
    ] {
      #expect(form.setting(form.text(setting)) == setting)
    }
  }

  @Test func whatAValueSaysIsWhereItBelongs() throws {
    #expect(FaultForm.share.setting("0.25") == FaultSetting(share: 0.25))
    #expect(
      FaultForm.timeAtShare.setting("200ms@0.5") == FaultSetting(share: 0.5, time: 200_000_000))
    #expect(
      FaultForm.timeAtInstant.setting("5s@10s")
        == FaultSetting(time: 5_000_000_000, at: 10_000_000_000))
    #expect(
      FaultForm.shiftAtInstant.setting("-3s@20s")
        == FaultSetting(time: -3_000_000_000, at: 20_000_000_000))
    #expect(FaultForm.shift.setting("-3s") == FaultSetting(time: -3_000_000_000))
    #expect(FaultForm.rate.setting("-50ppm") == FaultSetting(rate: -50))
    #expect(FaultForm.resolution.setting("1s") == FaultSetting(time: 1_000_000_000))
  }

  @Test(
    "a value that cannot be is none",
    arguments: [
      (FaultForm.share, "1.5"), (.share, "-0.1"), (.share, "nan"), (.share, "5%"), (.share, ""),
      (.share, "0.1@1s"), (.timeAtShare, "200ms"), (.timeAtShare, "200ms@2"),
      (.timeAtShare, "2h@0.1"), (.timeAtShare, "-1s@0.1"), (.timeAtShare, "1s@0.1@2"),
      (.timeAtInstant, "5s"), (.timeAtInstant, "-5s@1s"), (.timeAtInstant, "5s@-1s"),
      (.timeAtInstant, "5@1s"), (.shiftAtInstant, "5s"), (.shift, "5"), (.shift, "1000h"),
      (.rate, "50"), (.rate, "100001ppm"), (.rate, "ppm"), (.rate, "nanppm"),
      (.resolution, "1ns"), (.resolution, "2s"),
    ])
  func refused(form: FaultForm, text: String) {
    #expect(form.setting(text) == nil)
  }

  @Test func theyComeBackFromJSON() throws {
    var faults = Faults()
    #expect(faults.isEmpty)
    for name in FaultName.allCases { faults[name] = name.form.setting(name.form.example) }
    #expect(faults.names == FaultName.allCases)
    let bytes = try JSONEncoder().encode(faults)
    #expect(try JSONDecoder().decode(Faults.self, from: bytes) == faults)
    for text in [#"{"none": "1"}"#, #"{"lost": "2"}"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(Faults.self, from: Data(text.utf8))
      }
    }
  }
}
