using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.Configuration.Attributes;

namespace VideoSaas.Web.Features.Publishing.Bulk;

/// <summary>One line of the file, as written.</summary>
/// <param name="Line">In the file, the heading being the first.</param>
public sealed record BulkFileLine(int Line, string File, string Channel, string Time, string Text, string Title);

/// <param name="Code">Its sentence is in the resources under <c>Line_{Code}</c>.</param>
/// <param name="Line">Null: of the file as a whole.</param>
public sealed record BulkFault(int? Line, string Code, params object[] Arguments);

/// <summary>The table that people fill in: UTF-8 with its mark, every field quoted, so that spreadsheets show Thai and keep line breaks.</summary>
internal static class BulkFile
{
    public const long MostBytes = 1024 * 1024;

    public const string TimeFormat = "yyyy-MM-dd HH:mm";

    private static readonly string[] Needed = ["file", "channel", "time", "text"];

    private static readonly char[] Formulas = ['=', '+', '-', '@', '\t'];

    public static byte[] Write(IEnumerable<BulkFileLine> lines)
    {
        using var memory = new MemoryStream();
        using (var writer = new CsvWriter(
            new StreamWriter(memory, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)),
            new CsvConfiguration(CultureInfo.InvariantCulture) { ShouldQuote = _ => true, NewLine = "\r\n" }))
        {
            writer.WriteHeader<Fields>();
            writer.NextRecord();
            foreach (var line in lines)
            {
                writer.WriteRecord(new Fields
                {
                    File = Guarded(line.File), Channel = line.Channel, Time = line.Time, Text = Guarded(line.Text), Title = Guarded(line.Title),
                });
                writer.NextRecord();
            }
        }

        return memory.ToArray();
    }

    /// <summary>Commas, semicolons or tabs, as the spreadsheet likes. A blank line is none.</summary>
    public static (IReadOnlyList<BulkFileLine> Lines, BulkFault? Fault) Read(Stream file)
    {
        try
        {
            using var reader = new CsvReader(
                new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true)),
                new CsvConfiguration(CultureInfo.InvariantCulture)
                {
                    DetectDelimiter = true,
                    DetectDelimiterValues = [",", ";", "\t"],
                    PrepareHeaderForMatch = header => header.Header.Trim().ToLowerInvariant(),
                    MissingFieldFound = null,
                    BadDataFound = null,
                });
            if (!reader.Read() || !reader.ReadHeader())
            {
                return ([], new BulkFault(null, "empty"));
            }

            var headings = reader.HeaderRecord!.Select(one => one.Trim().ToLowerInvariant()).ToList();
            if (Needed.FirstOrDefault(name => !headings.Contains(name)) is { } missing)
            {
                return ([], new BulkFault(null, "no_column", missing));
            }

            var lines = new List<BulkFileLine>();
            while (reader.Read())
            {
                string Field(string name) => headings.Contains(name) ? Unguarded(reader.GetField(name) ?? "") : "";
                var line = new BulkFileLine(
                    reader.Parser.RawRow, Field("file").Trim(), Field("channel").Trim(), Field("time").Trim(), Field("text").Trim(), Field("title").Trim());
                if (line is { File: "", Channel: "", Time: "", Text: "" })
                {
                    continue;
                }

                lines.Add(line);
                if (lines.Count > BulkLimits.Rows)
                {
                    return ([], new BulkFault(null, "too_many_lines", BulkLimits.Rows));
                }
            }

            return lines.Count == 0 ? ([], new BulkFault(null, "empty")) : (lines, null);
        }
        catch (DecoderFallbackException)
        {
            return ([], new BulkFault(null, "not_utf8"));
        }
        catch (CsvHelperException)
        {
            return ([], new BulkFault(null, "not_csv"));
        }
    }

    /// <summary>A spreadsheet would reckon with what begins so.</summary>
    private static string Guarded(string text) => text.Length > 0 && Formulas.Contains(text[0]) ? "'" + text : text;

    private static string Unguarded(string text) => text is ['\'', var next, ..] && Formulas.Contains(next) ? text[1..] : text;

    private sealed class Fields
    {
        [Name("file")]
        public string File { get; init; } = "";

        [Name("channel")]
        public string Channel { get; init; } = "";

        [Name("time")]
        public string Time { get; init; } = "";

        [Name("text")]
        public string Text { get; init; } = "";

        [Name("title")]
        public string Title { get; init; } = "";
    }
}
