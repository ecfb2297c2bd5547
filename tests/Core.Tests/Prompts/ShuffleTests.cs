using System.Security.Cryptography;
using System.Text;
using FsCheck.Xunit;
using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class ShuffleTests
{
    // Written by python3.11: x = list(range(n)); random.Random(seed).shuffle(x)
    public static TheoryData<long, int[]> PythonOrders => new()
    {
        { 0, [0] },
        { 0, [0, 1] },
        { 0, [7, 8, 1, 5, 3, 4, 2, 0, 9, 6] },
        { 0, [7, 20, 22, 23, 10, 0, 5, 30, 13, 2, 14, 29, 19, 31, 17, 3, 21, 32, 4, 28, 6, 18, 11, 27, 9, 25, 12, 15, 16, 8, 1, 26, 24] },
        { 1, [0] },
        { 1, [1, 0] },
        { 1, [6, 8, 9, 7, 5, 3, 0, 4, 1, 2] },
        { 1, [2, 17, 10, 30, 27, 22, 7, 16, 5, 1, 9, 21, 18, 11, 31, 26, 19, 13, 23, 0, 25, 29, 6, 12, 20, 28, 14, 24, 15, 3, 32, 4, 8] },
        { 42, [0] },
        { 42, [1, 0] },
        { 42, [7, 3, 2, 8, 5, 6, 9, 4, 0, 1] },
        { 42, [27, 5, 11, 16, 26, 12, 20, 15, 10, 14, 19, 22, 9, 29, 24, 6, 25, 0, 31, 13, 18, 2, 17, 21, 3, 30, 4, 28, 32, 8, 23, 1, 7] },
        { -7, [0] },
        { -7, [0, 1] },
        { -7, [8, 3, 1, 4, 7, 0, 9, 6, 2, 5] },
        { -7, [7, 23, 25, 31, 4, 10, 5, 15, 30, 0, 19, 8, 14, 24, 22, 29, 13, 27, 21, 6, 16, 28, 18, 11, 3, 17, 26, 2, 1, 32, 12, 9, 20] },
        { 4294967296, [0] },
        { 4294967296, [1, 0] },
        { 4294967296, [8, 9, 3, 2, 4, 7, 0, 6, 5, 1] },
        { 4294967296, [3, 20, 12, 9, 15, 8, 21, 26, 1, 18, 31, 32, 6, 11, 5, 23, 16, 30, 2, 4, 27, 14, 17, 10, 24, 25, 19, 28, 0, 29, 13, 22, 7] },
        { 123456789012, [0] },
        { 123456789012, [0, 1] },
        { 123456789012, [2, 8, 5, 7, 9, 3, 1, 4, 0, 6] },
        { 123456789012, [3, 23, 9, 18, 25, 19, 22, 0, 28, 10, 15, 30, 17, 2, 26, 31, 11, 5, 27, 16, 21, 12, 20, 7, 14, 32, 29, 6, 13, 4, 8, 1, 24] },
    };

    [Theory]
    [MemberData(nameof(PythonOrders))]
    public void Order_Python_IsThatOfRandomShuffle(long seed, int[] expected) =>
        Assert.Equal(expected, Shuffle.Order(expected.Length, SplitOrder.Python, seed));

    [Theory]
    [InlineData(0, 1000, "fe7ef6299349e5cbe1d726ba2f0730dc26c9e906af4576acc0e0cfe726223390")]
    [InlineData(7, 5000, "ccaaedc081a4b12abf0df9271f64706e69caa0b1597e7f2f203d0c2967587b94")]
    public void Order_PythonLongList_HasTheDigestPythonGives(long seed, int count, string sha256)
    {
        var text = string.Join(',', Shuffle.Order(count, SplitOrder.Python, seed));
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void GetRandBits_Seed5_IsPythons()
    {
        var random = new PythonRandom(5);
        Assert.Equal([2675342405u, 1097127993u, 3185950873u], Enumerable.Range(0, 3).Select(_ => random.GetRandBits(32)));
        Assert.Equal([45u, 101u, 88u], Enumerable.Range(0, 3).Select(_ => random.GetRandBits(7)));
    }

    [Fact]
    public void Next_PublishedSeed_GivesThePublishedNumbers()
    {
        // The test values that circulate with the reference implementation of SplitMix64, seed 1234567.
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Order_Seed_StaysWhatItWas() => Assert.Equal([0, 1, 5, 3, 2, 4, 6, 8, 7, 9], Shuffle.Order(10, SplitOrder.Seed, 1));

    [Fact]
    public void Order_File_IsTheFiles() => Assert.Equal([0, 1, 2, 3], Shuffle.Order(4, SplitOrder.File, 9));

    [Property]
    public bool Order_AnySeed_IsAPermutation(long seed, byte count) =>
        new[] { SplitOrder.Seed, SplitOrder.Python }.All(order => Shuffle.Order(count, order, seed).Order().SequenceEqual(Enumerable.Range(0, count)));

    [Fact]
    public void Below_ManyDraws_AreEven()
    {
        var random = new SplitMix64(3);
        var counts = Enumerable.Range(0, 60_000).Select(_ => random.Below(6)).CountBy(x => x).ToDictionary();
        Assert.Equal([0, 1, 2, 3, 4, 5], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 9_500, 10_500));
    }
}
