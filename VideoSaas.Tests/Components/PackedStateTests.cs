using System.Buffers;
using System.Security.Cryptography;
using VideoSaas.Web.Components;

namespace VideoSaas.Tests.Components;

public sealed class PackedStateTests
{
    [Fact]
    public void State_Large_TravelsInATenthOfItsSize_AndIsTheSameAfterwards()
    {
        var state = Enumerable.Range(0, 5_000).Select(at => new Part(Guid.Empty, $"คลิปที่ {at % 50}", at)).ToList();
        var carried = new ArrayBufferWriter<byte>();

        new PackedState<List<Part>>().Persist(state, carried);

        Assert.InRange(carried.WrittenCount, 1, 40_000);
        Assert.Equal(state, new PackedState<List<Part>>().Restore(new(carried.WrittenMemory)));
    }

    [Fact]
    public void State_ThatWouldEndTheCircuit_StaysBehind()
    {
        var carried = new ArrayBufferWriter<byte>();

        new PackedState<byte[]>().Persist(RandomNumberGenerator.GetBytes(PackedState<byte[]>.MostBytes + 1), carried);

        Assert.Equal(0, carried.WrittenCount);
        Assert.Null(new PackedState<byte[]>().Restore(new(carried.WrittenMemory)));
    }

    [Fact]
    public void State_OfNothing_IsNothing()
    {
        var carried = new ArrayBufferWriter<byte>();

        new PackedState<string?>().Persist(null, carried);

        Assert.Null(new PackedState<string?>().Restore(new(carried.WrittenMemory)));
    }

    private sealed record Part(Guid Id, string Name, int At);
}
