using Microsoft.Extensions.Options;
using VideoSaas.Web.Engine;

namespace VideoSaas.Web.Features.Videos.Uploads;

internal interface IStorageSpace
{
    /// <summary>Bytes that can still be stored.</summary>
    long FreeBytes();
}

/// <summary>What the volume of the data folder has left.</summary>
internal sealed class VolumeSpace(IOptions<DataOptions> data) : IStorageSpace
{
    public long FreeBytes()
    {
        var folder = data.Value.PathOf();
        while (!Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException(folder);
        }

        return new DriveInfo(folder).AvailableFreeSpace;
    }
}
