enum WorkloadsTestsStub {}
