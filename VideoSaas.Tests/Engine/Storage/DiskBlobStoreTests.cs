using System.Text;
using VideoSaas.Tests.Fixtures;

namespace VideoSaas.Tests.Engine.Storage;

public sealed class DiskBlobStoreTests : IDisposable
{
    private readonly MediaBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/.b")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\\b")]
    [InlineData("a\n")]
    [InlineData("ก")]
    [InlineData("a\0")]
    public async Task Key_OutsideTheGrammar_IsRefused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Blobs.LengthAsync(key, default));
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Blobs.DeleteAsync(key, default));
    }

    [Fact]
    public async Task OpenAppend_LongerFile_CutsTheTornTail()
    {
        await _bench.Blobs.CreateAsync("uploads/a", default);
        await AppendAsync("uploads/a", 0, "hello torn");
        await AppendAsync("uploads/a", 5, " world");
        Assert.Equal("hello world", await ReadAsync("uploads/a"));
        Assert.Equal(11, await _bench.Blobs.LengthAsync("uploads/a", default));
    }

    [Fact]
    public async Task OpenAppend_ShorterFile_IsRefused()
    {
        await _bench.Blobs.CreateAsync("uploads/a", default);
        await Assert.ThrowsAsync<EndOfStreamException>(() => _bench.Blobs.OpenAppendAsync("uploads/a", 1, default));
    }

    [Fact]
    public async Task Create_SecondTime_KeepsWhatIsThere()
    {
        await _bench.Blobs.CreateAsync("uploads/a", default);
        await AppendAsync("uploads/a", 0, "kept");
        await _bench.Blobs.CreateAsync("uploads/a", default);
        Assert.Equal("kept", await ReadAsync("uploads/a"));
    }

    [Fact]
    public async Task Read_WhileItGrows_SeesTheNewBytes()
    {
        await _bench.Blobs.CreateAsync("uploads/a", default);
        await using var writer = await _bench.Blobs.OpenAppendAsync("uploads/a", 0, default);
        await using var reader = await _bench.Blobs.OpenReadAsync("uploads/a", default);
        await writer.WriteAsync("first"u8.ToArray());
        await _bench.Blobs.FlushAsync(writer, default);
        var buffer = new byte[16];
        Assert.Equal(5, await reader.ReadAsync(buffer));
        await writer.WriteAsync("second"u8.ToArray());
        Assert.Equal(6, await reader.ReadAsync(buffer));
    }

    [Fact]
    public async Task Store_WorkFile_ReplacesWhatIsThere()
    {
        foreach (var content in (string[])["one", "two"])
        {
            using var work = _bench.Blobs.NewWorkFolder();
            var made = Path.Combine(work.Path, "made");
            await File.WriteAllTextAsync(made, content);
            await _bench.Blobs.StoreAsync(made, "renditions/v/1.mp4", default);
            Assert.False(File.Exists(made));
        }

        Assert.Equal("two", await ReadAsync("renditions/v/1.mp4"));
        using var borrowed = await _bench.Blobs.BorrowAsync("renditions/v/1.mp4", default);
        Assert.True(File.Exists(borrowed.Path));
    }

    [Fact]
    public async Task Missing_EveryRead_SaysSo()
    {
        Assert.Null(await _bench.Blobs.LengthAsync("none/such", default));
        await Assert.ThrowsAsync<FileNotFoundException>(() => _bench.Blobs.OpenReadAsync("none/such", default));
        await Assert.ThrowsAsync<FileNotFoundException>(() => _bench.Blobs.BorrowAsync("none/such", default));
        await _bench.Blobs.DeleteAsync("none/such", default);
    }

    [Fact]
    public async Task Delete_LastFileOfItsFolders_LeavesNothing()
    {
        await _bench.Blobs.CreateAsync("renditions/a/b/c.mp4", default);
        await _bench.Blobs.CreateAsync("renditions/d.mp4", default);
        await _bench.Blobs.DeleteAsync("renditions/a/b/c.mp4", default);
        Assert.Equal(["renditions/d.mp4"], _bench.Stored());
        Assert.False(Directory.Exists(Path.Combine(_bench.DataFolder, "media/renditions/a")));
    }

    [Fact]
    public async Task Store_BesideDeletesInTheSameFolder_NeverFails()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var round = 0; round < 20; round++)
            {
                using var work = _bench.Blobs.NewWorkFolder();
                var made = Path.Combine(work.Path, "made");
                await File.WriteAllTextAsync(made, "x");
                await _bench.Blobs.StoreAsync(made, $"shared/{writer}", default);
                await _bench.Blobs.DeleteAsync($"shared/{writer}", default);
            }
        }));
        Assert.Empty(_bench.Stored());
    }

    [Fact]
    public void WorkFolder_Disposed_IsGone()
    {
        string path;
        using (var work = _bench.Blobs.NewWorkFolder())
        {
            path = work.Path;
            File.WriteAllText(Path.Combine(path, "half.partial"), "half");
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void Sweep_PartOfADeadProcess_IsRemovedAndALivingOnesStays()
    {
        var dead = Directory.CreateDirectory(Path.Combine(_bench.WorkFolders.Root, "run-dead")).FullName;
        File.WriteAllText(Path.Combine(dead, "alive"), "");
        File.WriteAllText(Path.Combine(dead, "half.partial"), "half");
        using var other = MediaBench.Build(_bench.DataFolder);
        var living = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<VideoSaas.Web.Engine.Storage.WorkFolders>(other).New();

        _bench.Orphans.Run();

        Assert.False(Directory.Exists(dead));
        Assert.True(Directory.Exists(living.Path));
        Assert.True(Directory.Exists(_bench.WorkFolders.Own));
    }

    private async Task AppendAsync(string key, long offset, string text)
    {
        await using var stream = await _bench.Blobs.OpenAppendAsync(key, offset, default);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await _bench.Blobs.FlushAsync(stream, default);
    }

    private async Task<string> ReadAsync(string key)
    {
        await using var stream = await _bench.Blobs.OpenReadAsync(key, default);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
