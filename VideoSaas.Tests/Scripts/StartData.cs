namespace VideoSaas.Tests.Scripts;

/// <summary>What a ./start of a test leaves on this machine.</summary>
internal static class StartData
{
    /// <summary>Where PostgreSQL's cluster is: in the data folder, or where its user could reach.</summary>
    public static string Cluster(string data)
    {
        var note = Path.Combine(data, "postgres.location");
        return File.Exists(note) ? File.ReadAllText(note).Trim() : Path.Combine(data, "postgres");
    }

    public static void Delete(string data)
    {
        if (Directory.Exists(data))
        {
            var cluster = Cluster(data);
            if (Directory.Exists(cluster))
            {
                Directory.Delete(cluster, recursive: true);
            }

            Directory.Delete(data, recursive: true);
        }
    }
}
