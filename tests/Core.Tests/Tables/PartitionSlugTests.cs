using System.Text;
using FsCheck;
using FsCheck.Xunit;
using SteerScope.Tables;
using Xunit;

namespace SteerScope.Core.Tests.Tables;

public sealed class PartitionSlugTests
{
    [Theory]
    [InlineData("corrigible-neutral-HHH", "corrigible-neutral-HHH")]
    [InlineData("12", "12")]
    [InlineData("a b", "a%20b")]
    [InlineData("a/b=c%", "a%2Fb%3Dc%25")]
    [InlineData("..", "%2E%2E")]
    [InlineData("v1.", "v1%2E")]
    [InlineData("v1.5", "v1.5")]
    [InlineData("__HIVE_DEFAULT_PARTITION__", "%5F_HIVE_DEFAULT_PARTITION__")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    [InlineData("🙂", "%F0%9F%99%82")]
    public void From_Name_IsAFolderNameThatReadersDecode(string name, string slug)
    {
        Assert.Equal(slug, PartitionSlug.From(name));
        Assert.Equal(name, PartitionSlug.Decode(slug));
        Assert.Equal(name, Uri.UnescapeDataString(slug));
    }

    [Property(MaxTest = 300)]
    public bool From_AnyText_ComesBack(UnicodeString text)
    {
        // The generator also makes halves of surrogate pairs, which are no text.
        var name = text.Item is { Length: > 0 and < 16 } some && !some.EnumerateRunes().Contains(Rune.ReplacementChar) ? some : "x";
        var slug = PartitionSlug.From(name);
        return PartitionSlug.Decode(slug) == name && slug.All(c => char.IsAsciiLetterOrDigit(c) || "-_.%".Contains(c, StringComparison.Ordinal));
    }

    [Fact]
    public void From_WhatMakesNoFolder_SaysSo()
    {
        Assert.Contains("empty", Assert.Throws<InputException>(() => PartitionSlug.From("")).Message, StringComparison.Ordinal);
        Assert.Contains("shorter", Assert.Throws<InputException>(() => PartitionSlug.From(new string('a', 201))).Message, StringComparison.Ordinal);
        Assert.Contains("Unicode", Assert.Throws<InputException>(() => PartitionSlug.From("a\ud800")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a%2")]
    [InlineData("a%zz")]
    [InlineData("%61")]
    [InlineData("%FF")]
    [InlineData("a%2fb")]
    public void Decode_NoSlug_IsRefused(string slug) => Assert.Throws<FormatException>(() => PartitionSlug.Decode(slug));
}
