using FsCheck.Xunit;
using SteerScope.Prompts;
using Xunit;

namespace SteerScope.Core.Tests.Prompts;

public sealed class CsvReaderTests
{
    [Fact]
    public void Next_EmptyFieldsAndLastLineWithoutEnd_AreRead()
    {
        var reader = new CsvReader("x.csv", "a,,\"\"\n\n\r\n,b");
        Assert.Equal(["a", "", ""], reader.Next());
        Assert.Equal(["", "b"], reader.Next());
        Assert.Equal(4, reader.RecordLine);
        Assert.Null(reader.Next());
    }

    [Property]
    public bool Next_WhatWasWrittenQuoted_ComesBack(string?[][] rows)
    {
        var records = rows.Where(row => row is { Length: > 0 }).Select(row => row.Select(field => field ?? "").ToArray()).ToArray();
        var text = string.Concat(records.Select(row => string.Join(',', row.Select(field => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
        var reader = new CsvReader("x.csv", text);
        return records.All(row => reader.Next()!.SequenceEqual(row)) && reader.Next() is null;
    }

    [Property]
    public bool Next_AnyText_EndsInRecordsOrInputException(string? text)
    {
        var reader = new CsvReader("x.csv", $"{text}\"{text},\n{text}");
        try
        {
            while (reader.Next() is not null)
            {
            }
        }
        catch (InputException)
        {
        }

        return true;
    }
}
