import Dialects
import Testing

@Suite struct TemplateTests {
  @Test(
    "places are filled",
    arguments: [
      ("", ""), ("plain", "plain"), ("/a/${{ function }}/b", "/a/F/b"), ("${{function}}", "F"),
      ("${{ function }}${{ id }}", "FI"), ("${{ other }}", "${{ other }}"), ("a ${{ b", "a ${{ b"),
      ("{\"a\": {\"b\": ${{ id }}}}", "{\"a\": {\"b\": I}}"), ("}} ${{ id }} }}", "}} I }}"),
    ])
  func filled(text: String, result: String) {
    #expect(Template(text).filled(["function": "F", "id": "I"]) == result)
  }

  @Test func aTemplateIsSplitAtAPlace() {
    let parts = Template("/a/${{ function }}/${{ id }}/c").split(at: "id")
    #expect(parts.before == "/a/${{ function }}/")
    #expect(parts.after == "/c")
    #expect(Template("/a").split(at: "id") == ("/a", nil))
  }

  @Test func valuesOfPlacesAreNotTemplates() {
    let text = Template("${{ function }}").filled(["function": "${{ id }}", "id": "I"])
    #expect(text == "${{ id }}")
  }

  @Test(
    "text is encoded as one segment of a path",
    arguments: [
      ("tasks.add", "tasks.add"), ("a/b", "a%2Fb"), ("a b?#%", "a%20b%3F%23%25"), ("ü", "%C3%BC"),
      ("-._~", "-._~"), ("\u{1}", "%01"), ("", ""),
    ])
  func encoded(text: String, result: String) {
    #expect(PathText.encoded(text) == result)
  }

  @Test func theSlashesOfAFunctionStayWhereItIsAPath() {
    let values = PathText.values(function: "fal-ai/flux dev/")
    #expect(values["function"] == "fal-ai%2Fflux%20dev%2F")
    #expect(values["function_path"] == "fal-ai/flux%20dev/")
  }
}
