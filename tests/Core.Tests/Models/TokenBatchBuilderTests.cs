using SteerScope.Compute;
using SteerScope.Models;
using Xunit;

namespace SteerScope.Core.Tests.Models;

public sealed class TokenBatchBuilderTests
{
    [Fact]
    public void Build_SegmentsWithContext_PlacesThemAfterIt()
    {
        var builder = new TokenBatchBuilder(10);
        Assert.Equal(0, builder.Add([1, 2, 3]));
        Assert.Equal(3, builder.Add([4], new KeySpan(false, 0, 2)));
        Assert.Equal(4, builder.Add([5, 6], new KeySpan(true, 7, 9)));
        var batch = builder.Build();

        Assert.Equal([1, 2, 3, 4, 5, 6], batch.Ids);
        Assert.Equal([0, 1, 2, 2, 9, 10], batch.Positions);
        Assert.Equal(6, batch.Rows);
        Assert.Equal([(0, 3, 0), (3, 1, 2), (4, 2, 9)], batch.Segments.Select(segment => (segment.Start, segment.Length, segment.Position)));
        Assert.Equal([new KeySpan(true, 7, 9)], batch.Segments[2].Context);
    }

    [Fact]
    public void Add_ContextThatCannotPrecede_IsRefused()
    {
        var builder = new TokenBatchBuilder();
        builder.Add([1, 2, 3]);
        Assert.Throws<ArgumentException>(() => builder.Add([4], new KeySpan(false, 2, 2)));
        Assert.Throws<ArgumentException>(() => builder.Add([4], new KeySpan(false, 0, 0)));
        Assert.Throws<ArgumentException>(() => builder.Add([4], new KeySpan(true, -1, 2)));

        // Row 1 was computed at position 1 and cannot open a sequence.
        Assert.Throws<ArgumentException>(() => builder.Add([4], new KeySpan(false, 1, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Add([]));
        Assert.Equal(3, builder.Add([4], new KeySpan(false, 0, 3)));
        Assert.Equal(4, builder.Build().Rows);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(-1, 10)]
    [InlineData(10, 10)]
    public void Add_IdOutsideTheVocabulary_IsNamed(int id, int vocabulary)
    {
        var builder = new TokenBatchBuilder(vocabulary);
        var message = Assert.Throws<InputException>(() => builder.Add([1, id])).Message;
        Assert.Contains($"{id}", message, StringComparison.Ordinal);
        Assert.Equal(0, builder.Rows);
    }

    [Fact]
    public void Add_VocabularyUnknown_TakesAnyId() => Assert.Equal(0, new TokenBatchBuilder().Add([int.MaxValue]));

    [Fact]
    public void AddContinuation_HasNoIds()
    {
        var builder = new TokenBatchBuilder();
        builder.AddContinuation(3, new KeySpan(true, 0, 5));
        var batch = builder.Build();

        Assert.Empty(batch.Ids);
        Assert.Equal([5, 6, 7], batch.Positions);
        Assert.Throws<ArgumentException>(() => builder.Add([1]));
        var other = new TokenBatchBuilder();
        other.Add([1]);
        Assert.Throws<ArgumentException>(() => other.AddContinuation(1));
    }
}
