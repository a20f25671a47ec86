namespace VideoSaas.Tests.Fixtures;

/// <summary>Waits divided, so that tests watch the same steps in less time.</summary>
internal static class TestSettings
{
    public static IReadOnlyDictionary<string, string> ShortWaits { get; } = new Dictionary<string, string>
    {
        ["Instagram:PollWaitsSeconds:0"] = "0.5",
        ["Instagram:PollWaitsSeconds:1"] = "0.5",
        ["Instagram:PollWaitsSeconds:2"] = "1",
        ["Instagram:PollWaitsSeconds:3"] = "1",
        ["Facebook:PollWaitsSeconds:0"] = "0.5",

        // Beside a full test run an encoder at low priority would hardly get a turn.
        ["Media:Niceness"] = "0",

        // All tests come from one address.
        ["Limits:SignIns"] = "100000",
        ["Limits:Letters"] = "100000",
        ["Logging:LogLevel:Default"] = "Warning",
    };
}
