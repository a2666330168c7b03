enum TransportTestsStub {}
